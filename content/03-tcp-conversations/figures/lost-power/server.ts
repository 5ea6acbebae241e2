import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.write('hello\n')
  socket.on('data', () => socket.write('PONG\n'))
  if (params.trouble === 'none') setTimeout(() => socket.end(), 10_000)
  // Stands for a lock that is never released: the program waits, and reads no more.
  if (params.trouble === 'stuck') setTimeout(() => socket.pause(), 3_000)
  setTimeout(() => process.exit(), 25_000)
})
server.listen(9000)
