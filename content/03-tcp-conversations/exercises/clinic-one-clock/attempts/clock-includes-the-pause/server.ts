import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  const tooLong = setTimeout(() => socket.destroy(), params.requestMs)
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) socket.write(`heard ${line}\n`)
    if (lines.length > 0) tooLong.refresh() // one request is complete, the next one has its own time
  })
  socket.on('close', () => clearTimeout(tooLong))
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
