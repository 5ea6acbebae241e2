// The bug is called a missing request timeout: TCP keep-alive taken for a health check. It sees no hung program, and no dead host while data waits to
// be acknowledged; there only the retransmission timeout ends it (tcp_retries2 of Linux, a quarter of an hour).

import net from 'node:net'
import { params } from './params.ts'

const [host, port] = process.argv.slice(2)
const socket = net.connect({ host: host!, port: Number(port) })
socket.setKeepAlive(true, params.probeMs) // so that we hear when the other side dies

let deadline: NodeJS.Timeout | undefined // of the answer that we wait for
const ask = () => {
  socket.write('STATUS\n')
  deadline ??= setTimeout(lost, params.patienceMs)
}
const clock = setInterval(ask, params.everyMs)
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
