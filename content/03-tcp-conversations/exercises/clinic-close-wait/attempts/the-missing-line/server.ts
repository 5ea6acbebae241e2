import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

// Clients send their jobs, end their half, and read the answers: so our half stays open.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let rest = ''
  let atWork = 0
  let hasEnded = false

  const serve = async (job: string) => {
    atWork++
    await delay(params.workMs)
    socket.write(`done ${job}\n`)
    atWork--
    if (hasEnded && atWork === 0) socket.end()
  }

  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) void serve(line)
  })
  socket.on('end', () => {
    hasEnded = true
    if (atWork === 0) socket.end()
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
