import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  // Called once for each client. The socket is a stream of bytes in both directions.
  console.log('a client is here')

  socket.on('data', (chunk) => {
    console.log('received', chunk.length, 'bytes')
    // Your turn: find the lines in these bytes, and answer them with socket.write().
  })
})

server.listen(params.port, () => console.log('listening on port', params.port))
