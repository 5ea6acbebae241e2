import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

/** Stands for the book in which every guest is written down: a database that takes its time. */
async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

class Guest {
  readonly id: number
  readonly address: string
  readonly #socket: net.Socket
  #rest = ''
  #whosBeforeNumber = 0
  #idle: NodeJS.Timeout | undefined
  #hasNumber = false

  constructor(id: number, address: string, socket: net.Socket) {
    this.id = id
    this.address = address
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text) => this.#hear(String(text)))
    socket.on('end', () => this.leave())
    socket.on('close', () => this.leave())
  }

  async welcome(): Promise<void> {
    await record(this.id, this.address)
    if (!guests.has(this.id)) return
    this.#hasNumber = true
    this.#idle = setTimeout(() => this.leave(), params.idle * 1000)
    this.#socket.write(`#${this.id}\n`)
    for (; this.#whosBeforeNumber > 0; this.#whosBeforeNumber--) this.#answerWho()
  }

  leave(): void {
    if (!guests.delete(this.id)) return
    clearTimeout(this.#idle)
    this.#socket.destroy()
  }

  #hear(text: string): void {
    this.#idle?.refresh()
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) {
      if (line !== 'WHO') continue
      if (this.#hasNumber) this.#answerWho()
      else this.#whosBeforeNumber++
    }
  }

  #answerWho(): void {
    // The guests are in the order of their arrival, which is that of their numbers.
    this.#socket.write(`${[...guests.keys()].join(' ')}\n`)
  }
}

const guests = new Map<number, Guest>()
let lastId = 0

const server = net.createServer((socket) => {
  socket.on('error', () => {}) // 'close' follows
  const address = socket.remoteAddress ?? ''
  const neighbours = [...guests.values()].filter((guest) => guest.address === address).length
  if (guests.size >= params.max || neighbours >= params.perAddress) {
    socket.end('BUSY\n')
    return
  }
  const guest = new Guest(++lastId, address, socket)
  guests.set(guest.id, guest)
  void guest.welcome()
})

server.listen(params.port)
