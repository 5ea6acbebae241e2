import { randomBytes } from 'node:crypto'
import dgram from 'node:dgram'
import { params } from './params.ts'

export interface CallOptions {
  tries?: number
  timeoutMs?: number
}

type State = 'resolving' | 'waiting' | 'settled'

/** How long to wait after each try. */
function* waits(tries: number, firstMs: number): Generator<number, void> {
  for (let n = 0; n < tries; n++) yield firstMs * 2 ** n
}

class Call {
  readonly promise: Promise<string>
  readonly #id = randomBytes(8)
  readonly #socket = dgram.createSocket('udp4')
  readonly #datagram: Buffer
  readonly #waits: Generator<number, void>
  #state: State = 'resolving'
  #timer: NodeJS.Timeout | undefined
  #resolve!: (text: string) => void
  #reject!: (error: Error) => void

  constructor(text: string, tries: number, firstMs: number) {
    this.#datagram = Buffer.concat([this.#id, Buffer.from(text)])
    this.#waits = waits(tries, firstMs)
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  start(host: string, port: number): this {
    this.#socket.on('message', (reply) => this.#onReply(reply))
    this.#socket.on('error', (error) => this.#onError(error))
    this.#socket.connect(port, host, ((error?: Error) => {
      if (error) return this.#settle(() => this.#reject(error))
      this.#state = 'waiting'
      this.#try()
    }) as () => void)
    return this
  }

  #try(): void {
    if (this.#state !== 'waiting') return
    const { value: wait, done } = this.#waits.next()
    if (done) {
      const error = Object.assign(new Error('nobody answered'), { code: 'ETIMEDOUT' })
      return this.#settle(() => this.#reject(error))
    }
    this.#timer = setTimeout(() => this.#try(), Number(wait))
    this.#socket.send(this.#datagram, (error) => {
      if (error) this.#onError(error)
    })
  }

  #onReply(reply: Buffer): void {
    if (reply.length < 8 || reply.compare(this.#id, 0, 8, 0, 8) !== 0) return
    this.#settle(() => this.#resolve(reply.toString('utf8', 8)))
  }

  #onError(error: NodeJS.ErrnoException): void {
    // What else a router may report can pass: keep waiting.
    if (error.code === 'ECONNREFUSED') this.#settle(() => this.#reject(error))
  }

  #settle(how: () => void): void {
    if (this.#state === 'settled') return
    this.#state = 'settled'
    clearTimeout(this.#timer)
    this.#socket.close()
    how()
  }
}

/** Sends a request until it is answered, waiting twice as long after each try. */
export function call(host: string, port: number, text: string, options: CallOptions = {}): Promise<string> {
  const { tries = params.tries, timeoutMs = params.firstMs } = options
  return new Call(text, tries, timeoutMs).start(host, port).promise
}
