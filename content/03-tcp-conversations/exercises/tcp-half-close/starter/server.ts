import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for work that takes its time: a database, another machine. */
async function combine(numbers: number[]): Promise<number> {
  await delay(20)
  return params.operation === 'sum' ? numbers.reduce((a, b) => a + b, 0) : Math.max(...numbers)
}

const server = net.createServer((socket) => {
  socket.on('data', (chunk) => {
    console.log('received', chunk.length, 'bytes')
  })
  // When has a client sent all its numbers?
})

// Nobody can connect yet: the server should listen on params.port.
