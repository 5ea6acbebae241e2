import net from 'node:net'
import { params } from './params.ts'

/** A deadline of ours is over, and which. */
export class DeadlineError extends Error {
  readonly timeout = true
  readonly phase: 'connect' | 'idle' | 'total'

  constructor(phase: 'connect' | 'idle' | 'total') {
    super(`the ${phase} deadline of ${params[`${phase}Ms`]} ms is over`)
    this.phase = phase
  }
}

interface Question {
  resolve(answer: string): void
  reject(error: unknown): void
  idle: NodeJS.Timeout
  total: NodeJS.Timeout
}

export class Caller {
  readonly #socket: net.Socket
  #question: Question | null = null
  #rest: Buffer = Buffer.alloc(0) // received, but no whole answer yet
  #failure: unknown = null

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('end', () => this.#fail(new Error('the server ended the connection')))
    socket.on('error', (error) => this.#fail(error))
  }

  /** Asks one question, and gives the answer. */
  ask(question: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure)
      const idle = setTimeout(() => this.#socket.destroy(new DeadlineError('idle')), params.idleMs)
      const total = setTimeout(() => this.#socket.destroy(new DeadlineError('total')), params.totalMs)
      this.#question = { resolve, reject, idle, total }
      this.#socket.write(`${question}\n`)
    })
  }

  close(): void {
    this.#socket.destroySoon() // sends what is queued and a FIN, then closes: the server may never end its side
  }

  #take(chunk: Buffer): void {
    this.#question?.idle.refresh() // the other clock goes on: only it sees a byte now and then
    this.#rest = Buffer.concat([this.#rest, chunk])
    const end = this.#rest.indexOf('\n')
    if (end < 0) return
    const answer = this.#rest.toString('utf8', 0, end)
    this.#rest = this.#rest.subarray(end + 1)
    this.#finish()?.resolve(answer)
  }

  #fail(error: unknown): void {
    this.#failure ??= error
    this.#socket.destroy()
    this.#finish()?.reject(error)
  }

  /** Settles the question and stops its timers. */
  #finish(): Question | null {
    const question = this.#question
    this.#question = null
    clearTimeout(question?.idle)
    clearTimeout(question?.total)
    return question
  }
}

export function connect(host: string, port: number, signal?: AbortSignal): Promise<Caller> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const socket = net.connect(port, host)
    const deadline = setTimeout(() => socket.destroy(new DeadlineError('connect')), params.connectMs)
    const abort = () => socket.destroy(signal!.reason)
    signal?.addEventListener('abort', abort)
    socket.on('connect', () => {
      clearTimeout(deadline)
      resolve(new Caller(socket))
    })
    socket.on('error', reject)
    socket.on('close', () => {
      clearTimeout(deadline)
      signal?.removeEventListener('abort', abort)
    })
  })
}
