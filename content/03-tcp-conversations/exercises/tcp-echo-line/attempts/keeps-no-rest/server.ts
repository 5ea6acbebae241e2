import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  if (params.banner) socket.write(`${params.banner}\n`)
  socket.on('error', () => {})
  let done = false
  socket.on('data', (chunk) => {
    if (done) return
    for (const line of chunk.toString().split(/\r?\n/)) {
      if (line === '') continue
      if (Buffer.byteLength(line) > params.maxLine) {
        done = true
        socket.end('ERR too long\n')
        return
      }
      if (line === 'PING') socket.write('PONG\n')
      else if (line === 'QUIT') {
        done = true
        socket.end('BYE\n')
        return
      } else socket.write(`${params.prefix}${line}\n`)
    }
  })
})

server.listen(params.port)
