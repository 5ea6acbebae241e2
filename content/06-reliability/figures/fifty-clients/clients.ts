import net from 'node:net'
import { params } from './params.ts'

const start = performance.now()
let tries = 0
let without = 50
for (let n = 0; n < 50; n++) connect(n, 200)
const stop = setTimeout(() => {
  console.log(without, 'clients have no answer after 25 s')
  process.exit()
}, 25_000)

function connect(n: number, longest: number) {
  tries++
  const began = performance.now()
  // The port tells the clients apart in the figure. Usually, the kernel chooses one for each try.
  const socket = net.connect({ port: 9000, host: 'server', localPort: 50_001 + n })
  const timer = setTimeout(() => socket.destroy(new Error('no answer in 400 ms')), 400)
  let isAnswered = false
  socket.once('data', () => {
    clearTimeout(timer)
    isAnswered = true
    without--
    if (without > 0) return
    clearTimeout(stop)
    console.log(`the last answer after ${Math.round(performance.now() - start)} ms and ${tries} tries`)
  })
  socket.on('error', () => {
    clearTimeout(timer)
    if (isAnswered) return
    const pause = params.jitter ? Math.random() * longest : longest
    // Counted from the last try.
    setTimeout(connect, Math.max(0, began + pause - performance.now()), n, Math.min(longest * 2, 3200))
  })
}
