import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for work that takes its time: a database, another machine. */
async function combine(numbers: number[]): Promise<number> {
  await delay(20)
  return numbers.reduce(params.operation === 'sum' ? (a, b) => a + b : (a, b) => Math.max(a, b))
}

const server = net.createServer((socket) => {
  socket.on('data', (chunk) => {
    console.log('received', chunk.length, 'bytes')
  })
  // When has a client sent all its numbers?
})

// Nobody can connect yet: the server should listen on params.port.
