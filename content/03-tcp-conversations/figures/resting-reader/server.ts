import net from 'node:net'
import { params } from './params.ts'

// What the kernel holds is left there until a rest is over.
net
  .createServer({ pauseOnConnect: true, highWaterMark: 1 }, (socket) => {
    socket.on('data', () => socket.pause())
    socket.on('end', () => clearInterval(timer))
    const timer = setInterval(() => socket.resume(), params.pause)
  })
  .listen(9000)
