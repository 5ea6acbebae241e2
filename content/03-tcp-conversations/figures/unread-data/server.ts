import net from 'node:net'
import { params } from './params.ts'

const answer = 'x'.repeat(60_000)
const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.once('data', () => {
    socket.resume() // read on, and throw it away
    socket.end(answer, () => {
      console.log('the kernel has the whole answer')
      if (params.destroys) socket.destroy()
    })
  })
})
server.listen(9000)
