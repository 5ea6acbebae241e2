import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Returns as many letters as the request asks for, at most ten million; stands for work that takes its time. */
async function work(line: string): Promise<string> {
  await delay(params.workMs)
  const letters = Math.trunc(Number(line)) || 0
  return 'x'.repeat(Math.min(Math.max(letters, 0), 10_000_000))
}

const sockets = new Set<net.Socket>()
const busy = new Map<net.Socket, number>()
let closing = false
const tally = { drained: 0, killed: 0 }

const server = net.createServer({ allowHalfOpen: true }, async (socket) => {
  sockets.add(socket)
  busy.set(socket, 0)
  socket.on('error', () => {})
  socket.on('close', (hadError) => {
    sockets.delete(socket)
    busy.delete(socket)
    if (closing && !hadError && !doomed.has(socket)) tally.drained++
    report()
  })

  const queue: string[] = []
  let wake = () => {}
  let ended = false
  let rest = ''
  socket.on('data', (chunk) => {
    if (closing) return
    const parts = (rest + chunk.toString('latin1')).split('\n')
    rest = parts.pop()!
    queue.push(...parts)
    busy.set(socket, busy.get(socket)! + parts.length)
    wake()
  })
  socket.on('end', () => {
    ended = true
    wake()
  })

  for (;;) {
    const line = queue.shift()
    if (line !== undefined) {
      const answer = await work(line)
      if (socket.destroyed) return
      socket.write(answer + '\n')
      busy.set(socket, busy.get(socket)! - 1)
      if (closing && busy.get(socket) === 0) return void socket.end(params.goodbye + '\n')
    } else if (ended) {
      if (socket.writable) socket.end()
      return
    } else {
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
})

const doomed = new Set<net.Socket>()

function report() {
  if (!closing || sockets.size > 0) return
  console.log(`drained ${tally.drained} killed ${tally.killed}`)
  process.exit(0)
}

server.listen(params.port)

process.once('SIGTERM', () => {
  console.log('closing')
  closing = true
  server.close()
  for (const socket of sockets) {
    if (busy.get(socket) === 0 && socket.writable) socket.end(params.goodbye + '\n')
  }
  setTimeout(() => {
    for (const socket of sockets) {
      doomed.add(socket)
      tally.killed++
      socket.resetAndDestroy()
    }
  }, params.graceMs)
  report()
})
