import net from 'node:net'
import { params } from './params.ts'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })
socket.setKeepAlive(true, params.probeMs) // so that we hear when the other side dies

let patience: NodeJS.Timeout
const ask = () => {
  socket.write('STATUS\n')
  patience = setTimeout(() => lost(), params.patienceMs)
}
const clock = setInterval(ask, params.everyMs)
socket.on('connect', ask)

let rest = ''
socket.setEncoding('utf8')
socket.on('data', (text) => {
  clearTimeout(patience) // it is alive
  const lines = (rest + text).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) console.log(line)
})

const lost = () => {
  clearInterval(clock)
  clearTimeout(patience)
  socket.destroy()
  console.log('LOST')
}
socket.on('end', lost)
socket.on('error', lost)
