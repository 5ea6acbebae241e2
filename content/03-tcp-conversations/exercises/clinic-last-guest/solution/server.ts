// The bug is called an undrained shutdown: close() only stops listening, and idle keep-alive connections hold the process until its grace period is
// over. Node's own http server has closeIdleConnections() for it.

import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** What each connection does when the server closes. */
const leaving = new Set<() => void>()
let isClosing = false

const server = net.createServer((socket) => {
  let rest = ''
  let atWork = 0

  const serve = async (line: string) => {
    atWork++
    await delay(params.workMs)
    socket.write(`heard ${line}\n`)
    atWork--
    leave()
  }

  const leave = () => {
    if (isClosing && atWork === 0) socket.end()
  }
  leaving.add(leave)
  socket.on('close', () => leaving.delete(leave))

  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (!socket.writableEnded) for (const line of lines) void serve(line)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)

process.on('SIGTERM', () => {
  isClosing = true
  const timer = setTimeout(() => {
    console.log('shutdown timeout exceeded')
    process.exit(1)
  }, params.graceMs)
  server.close(() => {
    clearTimeout(timer)
    console.log('all connections closed')
    process.exit(0)
  })
  for (const leave of leaving) leave()
})
