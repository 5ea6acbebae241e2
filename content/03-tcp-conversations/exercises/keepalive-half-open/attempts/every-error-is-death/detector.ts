import net from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { params } from './params.ts'

const [host, port, how] = process.argv.slice(2) // how: `keepalive` or `heartbeat`

function dead(): never {
  console.log('DEAD')
  process.exit(0)
}

const socket = net.connect({ host: host!, port: Number(port) })
const decoder = new StringDecoder()
let pending = ''
let timer: NodeJS.Timeout

function listenAgain(): void {
  clearTimeout(timer)
  timer = setTimeout(ask, params.heartbeat * 1000)
}

function ask(): void {
  socket.write('PING\n')
  timer = setTimeout(dead, params.patience * 1000)
}

socket.once('connect', () => {
  if (how === 'heartbeat') listenAgain()
  else socket.setKeepAlive(true, params.idle * 1000)
})

socket.on('data', (chunk) => {
  if (how === 'heartbeat') listenAgain()
  pending += decoder.write(chunk as Buffer)
  let end: number
  while ((end = pending.indexOf('\n')) >= 0) {
    const line = pending.slice(0, end)
    pending = pending.slice(end + 1)
    if (line === 'PING') socket.write('PONG\n')
    if (line !== 'PING' && line !== 'PONG') console.log(line)
  }
})

socket.on('end', () => process.exit(0))
socket.on('error', dead)
