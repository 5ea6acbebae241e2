// The server, after combine().
import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    // Keep the line that is not complete; the others are numbers.
  })
  socket.on('end', async () => {
    // Now you have them all. socket.end(text) answers and ends your half.
  })
  socket.setTimeout(params.idle * 1000, () => socket.resetAndDestroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
