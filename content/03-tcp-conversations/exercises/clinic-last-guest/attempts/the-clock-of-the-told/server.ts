import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

let isClosing = false
const tellAll = new Set<() => void>()

const server = net.createServer((socket) => {
  let rest = ''
  let atWork = 0

  const serve = async (line: string) => {
    atWork++
    await delay(params.workMs)
    socket.write(`heard ${line}\n`)
    atWork--
    tell()
  }

  const tell = () => {
    if (!isClosing || atWork > 0) return
    socket.end()
    // From now on it has time to leave.
    setTimeout(() => {
      console.log('shutdown timeout exceeded')
      process.exit(1)
    }, params.graceMs)
  }
  tellAll.add(tell)
  socket.on('close', () => tellAll.delete(tell))

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
  server.close(() => {
    console.log('all connections closed')
    process.exit(0)
  })
  isClosing = true
  for (const tell of tellAll) tell()
})
