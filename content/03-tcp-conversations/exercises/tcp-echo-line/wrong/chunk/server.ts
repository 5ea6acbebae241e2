import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  if (params.banner) socket.write(`${params.banner}\n`)
  socket.on('data', (chunk) => {
    const text = chunk.toString('utf8').replace(/\r?\n$/, '') // one event is taken for one line
    if (text === 'PING') socket.write('PONG\n')
    else if (text === 'QUIT') socket.end('BYE\n')
    else if (chunk.length > params.maxLine + 1) socket.end('ERR too long\n')
    else socket.write(`${params.prefix}${text}\n`)
  })
  socket.on('end', () => socket.end())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
