import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for work that takes its time: a database, another machine. */
async function combine(numbers: number[]): Promise<number> {
  await delay(20)
  return String(params.operation) === 'sum' ? numbers.reduce((a, b) => a + b, 0) : numbers.reduce((a, b) => Math.max(a, b), -Infinity)
}

const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  const pieces: Buffer[] = []

  socket.setTimeout(params.idle * 1000)
  socket.on('timeout', () => {
    if (!socket.readableEnded) socket.resetAndDestroy()
  })

  socket.on('data', (chunk: Buffer) => pieces.push(chunk))

  socket.once('end', () => {
    socket.setTimeout(0)
    const text = Buffer.concat(pieces).toString('ascii')
    const numbers = text
      .split('\n')
      .filter((line) => line !== '')
      .map(Number)
    combine(numbers)
      .then((result) => socket.end(`${result}\n`))
      .catch((error) => console.error(error))
  })
})

server.on('error', (error) => console.error('server:', error.message))
server.listen(params.port)
