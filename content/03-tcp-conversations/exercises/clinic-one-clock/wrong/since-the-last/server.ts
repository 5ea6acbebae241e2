import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  const wait = () => setTimeout(() => socket.destroy(), params.requestMs)
  let deadline = wait() // of the next request; no byte moves it
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) socket.write(`heard ${line}\n`)
    if (lines.length > 0) {
      clearTimeout(deadline)
      deadline = wait()
    }
  })
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('close', () => clearTimeout(deadline))
})

server.listen(params.port)
