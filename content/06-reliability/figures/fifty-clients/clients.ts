import net from 'node:net'
import { params } from './params.ts'

let served = 0
for (let n = 0; n < 50; n++) connect(200)
setTimeout(() => console.log(served, 'of 50 were served within 8 s'), 8000)

function connect(longest: number) {
  const socket = net.connect(9000, 'server')
  socket.on('data', () => served++)
  socket.on('error', () => {
    const pause = params.jitter ? Math.random() * longest : longest
    setTimeout(connect, pause, Math.min(longest * 2, 3200))
  })
}
