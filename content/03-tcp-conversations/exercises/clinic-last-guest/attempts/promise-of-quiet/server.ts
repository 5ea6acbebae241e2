import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** For each connection the promise that everything it has asked is answered. */
const work = new Map<net.Socket, Promise<unknown>>()
let isClosing = false

const server = net.createServer((socket) => {
  let rest = ''
  work.set(socket, Promise.resolve())

  const serve = async (line: string) => {
    await delay(params.workMs)
    socket.write(`heard ${line}\n`)
  }

  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) work.set(socket, Promise.all([work.get(socket), serve(line)]))
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => work.delete(socket))
})

/** What arrives while it waits is waited for too. */
async function dismiss(socket: net.Socket): Promise<void> {
  let quiet: unknown
  while (work.has(socket) && quiet !== work.get(socket)) {
    quiet = work.get(socket)
    await quiet
  }
  socket.end()
}

server.listen(params.port)

process.on('SIGTERM', () => {
  if (isClosing) return
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
  for (const socket of work.keys()) void dismiss(socket)
})
