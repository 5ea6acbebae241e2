import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  const renew = () => socket.setTimeout(params.requestMs) // a complete request: the deadline begins again
  socket.setTimeout(params.idleMs)
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    if (rest === '') renew() // the first byte
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) socket.write(`heard ${line}\n`)
    if (rest === '') socket.setTimeout(params.idleMs) // between two requests
    else if (lines.length > 0) renew()
  })
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
