import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.once('data', () => {
    socket.write('x'.repeat(params.size))
    server.close() // it's time to go, at this very moment
    if (params.how === 'exit') process.exit()
    else if (params.how === 'destroy') socket.destroy()
    else socket.end()
  })
})
server.listen(9000)
