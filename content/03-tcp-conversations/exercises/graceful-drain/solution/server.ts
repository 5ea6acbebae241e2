import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Returns as many letters as the request asks for, at most ten million; stands for work that takes its time. */
async function work(line: string): Promise<string> {
  await delay(params.workMs)
  const letters = Math.trunc(Number(line)) || 0
  return 'x'.repeat(Math.min(Math.max(letters, 0), 10_000_000))
}

/** Characters a request may have. Without a limit, a client that never ends its line fills our memory. */
const MAX_LINE = 1024

/** One client: its requests wait in line, and are answered one after the other. */
class Guest {
  readonly #socket: net.Socket
  #rest = ''
  #asked: string[] = []
  #isBusy = false
  #hasEnded = false

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text) => this.#take(String(text)))
    socket.on('end', () => {
      this.#hasEnded = true // it asks no more, and may still be owed an answer
      this.leave()
    })
    socket.on('error', () => {
      if (isClosing) lost++ // it went away itself, neither drained nor killed
    })
    socket.on('close', () => {
      this.#asked = [] // nobody hears the answers, and the work would keep the process alive
    })
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    if (!isClosing) this.#asked.push(...lines)
    if (this.#rest.length > MAX_LINE) this.#socket.destroy()
    this.#serve()
  }

  async #serve(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    for (let line = this.#asked.shift(); line !== undefined; line = this.#asked.shift())
      this.#socket.write(`${await work(line)}\n`)
    this.#isBusy = false
    this.leave()
  }

  /** At closing time, or when the client has ended: as soon as everything that was asked is answered; at once, where nothing was. */
  leave(): void {
    if (this.#isBusy || this.#socket.writableEnded) return
    if (isClosing) this.#socket.end(`${params.goodbye}\n`)
    else if (this.#hasEnded) this.#socket.end()
  }

  /** No more patience. */
  destroy(): void {
    this.#socket.resetAndDestroy()
  }
}

const guests = new Map<net.Socket, Guest>()
let isClosing = false
let lost = 0

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  guests.set(socket, new Guest(socket))
  socket.on('close', () => guests.delete(socket))
})

server.listen(params.port)

function close(): void {
  if (isClosing) {
    giveUp()
    return
  }
  isClosing = true
  const all = guests.size
  let killed = 0
  giveUp = () => {
    killed = guests.size
    for (const guest of guests.values()) guest.destroy()
  }

  const timer = setTimeout(giveUp, params.graceMs)
  server.close(() => {
    clearTimeout(timer) // called when the listener is closed and the last connection is gone
    console.log(`drained ${all - killed - lost} killed ${killed}`)
    process.off('SIGTERM', close) // nothing keeps this process alive any more
  })
  for (const guest of guests.values()) guest.leave()
}

let giveUp = () => {}
process.on('SIGTERM', close)
