import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    socket.on('data', () => socket.write('PONG\n'))
    socket.on('error', () => {})
    // A lock that is never released: the program waits, and reads no more.
    setTimeout(() => socket.pause(), params.stuckAfter)
    setTimeout(() => process.exit(), 20_000)
  })
  .listen(9000)
