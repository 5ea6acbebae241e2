import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

async function record(id: number, address: string): Promise<void> {
  await delay(20)
  console.log(`#${id} from ${address}`)
}

type Phase = 'recording' | 'seated' | 'gone'

/** Holds the places: a guest is in it exactly while it holds one. */
const seats = new Set<Guest>()
const numbers = (function* () {
  for (let n = 1; ; n++) yield n
})()

class Guest {
  phase: Phase = 'recording'
  readonly id: number = numbers.next().value!
  readonly address: string
  readonly socket: net.Socket
  #line = ''
  #waiting = 0
  #timer: NodeJS.Timeout | undefined

  constructor(socket: net.Socket, address: string) {
    this.socket = socket
    this.address = address
    seats.add(this)
    socket.on('data', (chunk) => this.#bytes(chunk.toString('latin1')))
    socket.once('end', () => this.leave())
    socket.once('close', () => this.leave())
    void record(this.id, address).then(() => this.#seat())
  }

  #seat() {
    if (this.phase !== 'recording') return
    this.phase = 'seated'
    this.socket.write(`#${this.id}\n`)
    this.#restart()
    for (; this.#waiting > 0; this.#waiting--) this.#who()
  }

  #bytes(text: string) {
    if (this.phase === 'gone') return
    for (const char of text) {
      if (char !== '\n') this.#line += this.#line.length < 2000 ? char : ''
      else {
        if (this.phase === 'seated') this.#restart()
        if (this.#line === 'WHO') this.phase === 'seated' ? this.#who() : this.#waiting++
        this.#line = ''
      }
    }
  }

  #who() {
    this.socket.write(`${[...seats].map((guest) => guest.id).join(' ')}\n`)
  }

  #restart() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.leave()
      this.socket.destroy()
    }, params.idle * 1000)
  }

  leave() {
    if (this.phase === 'gone') return
    this.phase = 'gone'
    clearTimeout(this.#timer)
    seats.delete(this)
  }
}

net.createServer((socket) => {
  socket.on('error', () => {})
  const address = socket.remoteAddress ?? ''
  const neighbors = [...seats].filter((guest) => guest.address === address)
  if (seats.size < params.max && neighbors.length < params.perAddress) return void new Guest(socket, address)
  socket.end('BUSY\n')
  socket.resume()
}).listen(params.port)
