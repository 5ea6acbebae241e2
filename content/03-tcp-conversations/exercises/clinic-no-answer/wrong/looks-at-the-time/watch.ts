import net from 'node:net'
import { params } from './params.ts'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })
socket.setKeepAlive(true, params.probeMs) // so that we hear when the other side dies

let deadline = Number.POSITIVE_INFINITY // of the answer that we wait for
const ask = () => {
  socket.write('STATUS\n')
  deadline = Math.min(deadline, Date.now() + params.patienceMs)
}
const clock = setInterval(ask, params.everyMs)
const look = setInterval(() => Date.now() > deadline && lost(), 500)
socket.on('connect', ask)

let rest = ''
socket.setEncoding('utf8')
socket.on('data', (text) => {
  const lines = (rest + text).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    deadline = Number.POSITIVE_INFINITY
    console.log(line)
  }
})

const lost = () => {
  clearInterval(clock)
  clearInterval(look)
  socket.destroy()
  console.log('LOST')
}
socket.on('end', lost)
socket.on('error', lost)
