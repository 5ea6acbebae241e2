import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

async function work(line: string): Promise<string> {
  await delay(params.workMs)
  const letters = Math.trunc(Number(line)) || 0
  return 'x'.repeat(Math.min(Math.max(letters, 0), 10_000_000))
}

const sockets = new Map<net.Socket, Promise<void>>()
const killedOnes = new Set<net.Socket>()
let stopping = false
let drained = 0

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let chain: Promise<void> = Promise.resolve()
  let rest = ''
  let broken = false
  sockets.set(socket, chain)
  socket.on('data', (chunk) => {
    if (stopping) return
    rest += chunk
    let i: number
    while ((i = rest.indexOf('\n')) >= 0) {
      const line = rest.slice(0, i)
      rest = rest.slice(i + 1)
      chain = chain.then(async () => {
        if (socket.destroyed) return
        const result = await work(line)
        if (socket.writable) socket.write(result + '\n')
      })
      sockets.set(socket, chain)
    }
  })
  socket.on('end', async () => {
    await chain
    if (!stopping) socket.end()
  })
  socket.on('error', () => {
    broken = true
  })
  socket.on('close', () => {
    sockets.delete(socket)
    if (stopping && !broken && !killedOnes.has(socket)) drained++
  })
})
server.listen(params.port)

function kill() {
  for (const socket of sockets.keys()) {
    killedOnes.add(socket)
    socket.resetAndDestroy()
  }
}

process.on('SIGTERM', async () => {
  if (stopping) return kill()
  stopping = true
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  const grace = setTimeout(kill, params.graceMs)
  await Promise.all(sockets.values())
  for (const socket of sockets.keys()) socket.end(params.goodbye + '\n')
  await closed
  while (sockets.size) await delay(5)
  clearTimeout(grace)
  console.log(`drained ${drained} killed ${killedOnes.size}`)
  process.exit(0)
})
