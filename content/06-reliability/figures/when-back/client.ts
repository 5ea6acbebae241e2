import net from 'node:net'
import { params } from './params.ts'

connect(100)

function connect(pause: number) {
  const socket = net.connect(9000, 'server')
  socket.on('data', (line) => console.log(String(line).trim()))
  socket.on('error', (error: NodeJS.ErrnoException) => {
    console.log(error.code, '- again in', pause, 'ms')
    setTimeout(connect, pause, Math.min(pause * params.factor, params.cap))
  })
}
