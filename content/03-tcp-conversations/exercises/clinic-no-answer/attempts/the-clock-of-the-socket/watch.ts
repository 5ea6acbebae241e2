import net from 'node:net'
import { params } from './params.ts'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })
socket.setKeepAlive(true, params.probeMs) // so that we hear when the other side dies

const ask = () => {
  socket.write('STATUS\n')
}
const clock = setInterval(ask, params.everyMs)
socket.on('connect', ask)

let rest = ''
socket.setEncoding('utf8')
socket.on('data', (text) => {
  const lines = (rest + text).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) console.log(line)
})

const lost = () => {
  clearInterval(clock)
  socket.destroy()
  console.log('LOST')
}
socket.setTimeout(params.patienceMs, lost)
socket.on('end', lost)
socket.on('error', lost)
