import type net from 'node:net'

/** The timer and the end, with three places left open. */
export class Heart {
  readonly #socket: net.Socket
  readonly #quietMs: number
  readonly #closed = Promise.withResolvers<string>()
  #isOpen = true
  #pings = 0
  #timer: NodeJS.Timeout | undefined

  constructor(socket: net.Socket, quietMs: number) {
    this.#socket = socket
    this.#quietMs = quietMs
  }

  /** Called for each chunk, and once when the connection is open. */
  signOfLife(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ping(), this.#quietMs)
  }

  #ping(): void {
    this.#pings++
    this.#socket.write(`ping ${this.#pings}\n`)
    // … what if nothing arrives now? And what do you have to remember for the round trip?
  }

  end(reason: string): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    // … who still waits, and what could still fire?
    this.#socket.destroy()
    this.#closed.resolve(reason)
  }

  /** Called for each whole line. */
  take(line: string): void {
    console.log(line) // … a pong, an answer, or neither?
  }
}
