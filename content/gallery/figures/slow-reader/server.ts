import net from 'node:net'
import { params } from './params.ts'

// Reads a little, then rests. What arrives meanwhile stays in the kernel.
const server = net.createServer({ pauseOnConnect: true, highWaterMark: 1 }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', () => socket.pause())
  socket.on('end', () => clearInterval(timer))
  const timer = setInterval(() => socket.resume(), params.pause)
})
server.listen(9000)
