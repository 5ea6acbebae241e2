import net from 'node:net'
import { params } from './params.ts'

let tries = 0
for (let n = 0; n < 50; n++) connect(200)
setTimeout(() => {
  console.log(tries, 'tries in 8 s')
  process.exit()
}, 8000)

function connect(longest: number) {
  tries++
  const began = performance.now()
  const socket = net.connect(9000, 'server')
  socket.on('error', () => {
    const pause = params.jitter ? Math.random() * longest : longest
    // Counted from the last try.
    setTimeout(connect, Math.max(0, began + pause - performance.now()), Math.min(longest * 2, 3200))
  })
}
