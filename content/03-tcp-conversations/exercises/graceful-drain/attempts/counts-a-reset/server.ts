import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Returns as many letters as the request asks for, at most ten million; stands for work that takes its time. */
async function work(line: string): Promise<string> {
  await delay(params.workMs)
  const letters = Math.trunc(Number(line)) || 0
  return 'x'.repeat(Math.min(Math.max(letters, 0), 10_000_000))
}

interface Guest {
  socket: net.Socket
  requests: string[] // complete, not answered yet; the first one may be at work
  isAtWork: boolean
  hasEnded: boolean // its half
  isKilled: boolean
}

const guests = new Set<Guest>()
let isClosing = false
let drained = 0
let killed = 0

function step(guest: Guest): void {
  const { socket, requests } = guest
  if (guest.isAtWork || !socket.writable) return
  const line = requests[0]
  if (line !== undefined) {
    guest.isAtWork = true
    void work(line).then((answer) => {
      guest.isAtWork = false
      requests.shift()
      if (socket.writable) socket.write(`${answer}\n`)
      step(guest)
    })
  } else if (isClosing) socket.end(`${params.goodbye}\n`)
  else if (guest.hasEnded) socket.end()
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const guest: Guest = { socket, requests: [], isAtWork: false, hasEnded: false, isKilled: false }
  let rest = ''
  guests.add(guest)
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    if (isClosing) return // came after the signal
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    guest.requests.push(...lines)
    step(guest)
  })
  socket.on('end', () => {
    guest.hasEnded = true
    step(guest)
  })
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', () => {
    guests.delete(guest)
    if (isClosing) {
      if (guest.isKilled) killed++
      else drained++
    }
    finish()
  })
})

function finish(): void {
  if (!isClosing || guests.size > 0) return
  process.stdout.write(`drained ${drained} killed ${killed}\n`, () => process.exit(0))
}

function kill(): void {
  for (const guest of guests) {
    guest.isKilled = true
    guest.socket.resetAndDestroy()
  }
}

server.listen(params.port)

process.on('SIGTERM', () => {
  if (isClosing) return kill()
  console.log('closing')
  isClosing = true
  server.close()
  setTimeout(kill, params.graceMs)
  for (const guest of guests) step(guest)
  finish()
})
