import net from 'node:net'
import { params } from './params.ts'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })
socket.setKeepAlive(true, params.probeMs) // so that we hear when the other side dies

let deadline: NodeJS.Timeout | undefined // of the answer that we wait for
const ask = () => {
  socket.write('STATUS\n')
}
const clock = setInterval(() => {
  ask()
  deadline ??= setTimeout(lost, params.patienceMs)
}, params.everyMs)
socket.on('connect', ask)

let rest = ''
socket.setEncoding('utf8')
socket.on('data', (text) => {
  const lines = (rest + text).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    clearTimeout(deadline)
    deadline = undefined
    console.log(line)
  }
})

const lost = () => {
  clearInterval(clock)
  clearTimeout(deadline)
  socket.destroy()
  console.log('LOST')
}
socket.on('end', lost)
socket.on('error', lost)
