import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for work that takes its time: a database, another machine. */
async function combine(numbers: number[]): Promise<number> {
  await delay(20)
  return String(params.operation) === 'sum' ? numbers.reduce((a, b) => a + b, 0) : numbers.reduce((a, b) => Math.max(a, b), -Infinity)
}

// Half open: a client that has closed its half still waits for the answer.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const numbers: number[] = []
  let rest = ''
  const idle = setTimeout(() => socket.resetAndDestroy(), params.idle * 1000)

  socket.setEncoding('latin1')
  socket.on('data', (text) => {
    idle.refresh()
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) numbers.push(Number(line))
  })
  socket.on('end', async () => {
    clearTimeout(idle)
    if (rest !== '') numbers.push(Number(rest))
    const result = await combine(numbers)
    if (!socket.destroyed) socket.end(`${result}\n`)
  })
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', () => clearTimeout(idle))
})

server.listen(params.port)
