import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for work that takes its time: a database, another machine. */
async function combine(numbers: number[]): Promise<number> {
  await delay(20)
  return numbers.reduce(params.operation === 'sum' ? (a, b) => a + b : (a, b) => Math.max(a, b))
}

/** Characters a number may have. Without a limit, a client that never ends its line fills our memory. */
const MAX_LINE = 1024

// Without allowHalfOpen Node ends our half right after the client has ended its own: before we can answer.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const numbers: number[] = []
  let rest = '' // the line that is not complete yet

  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    numbers.push(...lines.map(Number))
    if (rest.length > MAX_LINE) socket.destroy()
  })
  socket.on('end', async () => {
    try {
      if (rest !== '') numbers.push(Number(rest))
      socket.end(`${await combine(numbers)}\n`)
    } catch {
      socket.destroy() // an async listener that throws would end the process
    }
  })
  socket.setTimeout(params.idle * 1000, () => socket.resetAndDestroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
