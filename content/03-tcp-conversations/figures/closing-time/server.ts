import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

const idle = new Set<net.Socket>()
let isClosing = false

const server = net.createServer((socket) => {
  idle.add(socket)
  socket.on('close', () => idle.delete(socket))
  socket.on('data', async () => {
    idle.delete(socket) // each question comes in one piece here: whoever sent something has asked
    await delay(params.workMs)
    socket.write('answer\n')
    if (isClosing && params.goodbye) socket.end('BYE\n')
    else idle.add(socket)
  })
})
server.listen(9000)

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
