import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

const sockets = new Set<net.Socket>()

const server = net.createServer((socket) => {
  let rest = ''
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  let atWork = 0

  const serve = async (line: string) => {
    atWork++
    await delay(params.workMs)
    socket.write(`heard ${line}\n`)
    atWork--
  }

  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) void serve(line)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)

process.on('SIGTERM', () => {
  const timer = setTimeout(() => {
    console.log('shutdown timeout exceeded')
    process.exit(1)
  }, params.graceMs)
  server.close(() => {
    clearTimeout(timer)
    console.log('all connections closed')
    process.exit(0)
  })
  timer.unref()
  for (const socket of sockets) socket.unref()
})
