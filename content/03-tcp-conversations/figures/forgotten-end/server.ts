import net from 'node:net'
import { params } from './params.ts'

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (chunk) => socket.write(chunk))
    socket.on('end', () => {
      if (params.ends) socket.end()
    })
  })
  .listen(9000)
