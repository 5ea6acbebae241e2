import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  socket.on('error', () => {})
  socket.on('data', () => {
    socket.write('x'.repeat(params.size))
    // Closing time, in this very moment.
    server.close()
    if (params.how === 'exit') process.exit()
    else if (params.how === 'destroy') socket.destroy()
    else socket.end()
  })
})
server.listen(9000)
