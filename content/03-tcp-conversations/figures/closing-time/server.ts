import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

const idle = new Set<net.Socket>()
let isClosing = false

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  idle.add(socket)
  socket.on('close', () => idle.delete(socket))
  socket.on('data', () => answer(socket).catch((error) => socket.destroy(error)))
})
server.listen(9000)

async function answer(socket: net.Socket) {
  idle.delete(socket)
  await delay(params.workMs)
  if (isClosing && params.goodbye) return socket.end('answer\nBYE\n')
  socket.write('answer\n')
  idle.add(socket)
}

setTimeout(() => process.kill(process.pid, 'SIGTERM'), 200)
process.on('SIGTERM', () => {
  const began = performance.now()
  isClosing = true
  server.close(() => {
    console.log('closed after', Math.round(performance.now() - began), 'ms')
    process.exit()
  })
  if (params.goodbye) for (const socket of idle) socket.end('BYE\n')
})
