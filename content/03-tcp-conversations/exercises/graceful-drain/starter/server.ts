import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** The answer to a request: as many letters as it asks for. Stands for work that takes its time. */
async function work(line: string): Promise<string> {
  await delay(params.workMs)
  return 'x'.repeat(Number(line))
}

const server = net.createServer((socket) => {
  // Your turn: lines in, answers out, in order.
})

server.listen(params.port)

process.on('SIGTERM', () => {
  console.log('closing')
  // And now?
})
