import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  socket.on('data', (chunk) => {
    console.log('received', JSON.stringify(chunk.toString()), 'separator', params.separator)
    // Your turn: cut it into lines, a line into id, command and text, and answer with socket.write().
  })
})

server.listen(params.port, () => console.log('listening on port', params.port))
