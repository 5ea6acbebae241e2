import dgram from 'node:dgram'
import { params } from './params.ts'

const piece = 'x'.repeat(1000)
const missing = new Set<number>() // sent, not acknowledged
let next = 1
let sent = 0
let timer: NodeJS.Timeout | undefined

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  const isNews = missing.delete(Number.parseInt(String(datagram).slice('ack '.length), 10))
  for (; missing.size < 6 && next <= 12; next++) {
    missing.add(next)
    transmit(next)
  }
  clearTimeout(timer)
  if (missing.size > 0) timer = setTimeout(repeat, 200)
  else if (isNews) console.log('datagrams sent:', sent)

  function repeat() {
    const first = Math.min(...missing)
    for (let n = first; n < next; n++) if (params.again === 'all' || missing.has(n)) transmit(n)
    timer = setTimeout(repeat, 200)
  }

  function transmit(n: number) {
    sent++
    socket.send(`${n} ${piece}`, sender.port, sender.address)
  }
})
socket.bind(9000)
