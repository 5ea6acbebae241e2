import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Returns as many letters as the request asks for, at most ten million; stands for work that takes its time. */
async function work(line: string): Promise<string> {
  await delay(params.workMs)
  const letters = Math.trunc(Number(line)) || 0
  return 'x'.repeat(Math.min(Math.max(letters, 0), 10_000_000))
}

const server = net.createServer((socket) => {
  // Your turn: lines in, answers out, in order.
})

server.listen(params.port)

process.on('SIGTERM', () => {
  console.log('closing')
  // And now?
})
