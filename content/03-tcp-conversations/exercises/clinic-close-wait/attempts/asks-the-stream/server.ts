import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { params } from './params.ts'

class Session {
  readonly #socket: net.Socket
  #rest = ''
  #atWork = 0

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text) => this.#read(String(text)))
    socket.on('end', () => this.#closeIfDone())
    socket.on('error', () => socket.destroy())
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) void this.#serve(line)
  }

  async #serve(job: string): Promise<void> {
    this.#atWork++
    await delay(params.workMs)
    this.#socket.write(`done ${job}\n`)
    this.#atWork--
    this.#closeIfDone()
  }

  /** Both orders lead here: the last answer after the end, and the end after the last answer. */
  #closeIfDone(): void {
    if (this.#socket.readableEnded && this.#atWork === 0) this.#socket.end()
  }
}

// Clients send their jobs, end their half, and read the answers: so our half stays open.
net.createServer({ allowHalfOpen: true }, (socket) => void new Session(socket)).listen(params.port)
