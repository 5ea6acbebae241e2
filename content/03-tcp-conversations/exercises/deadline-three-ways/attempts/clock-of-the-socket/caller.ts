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
  resolve: (answer: string) => void
  reject: (error: unknown) => void
  total: NodeJS.Timeout
}

/** It listens to its socket and to the signal as long as the connection lives, and no longer. */
export class Caller {
  readonly #socket: net.Socket
  readonly #signal: AbortSignal | undefined
  #received: Buffer[] = []
  #question: Question | undefined
  #end: { error: unknown } | undefined

  constructor(socket: net.Socket, signal?: AbortSignal) {
    this.#socket = socket
    this.#signal = signal
    socket.on('data', this.#onData)
    socket.on('end', this.#onEnd)
    socket.on('error', this.#onError)
    socket.on('close', this.#onEnd)
    signal?.addEventListener('abort', this.#onAbort)
    // The socket has a clock of its own that restarts with everything that arrives.
    socket.on('timeout', this.#onTimeout)
  }

  /** Asks one question, and gives the answer. */
  ask(question: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(this.#end.error)
      this.#socket.setTimeout(params.idleMs)
      const total = setTimeout(() => this.#destroy(new DeadlineError('total')), params.totalMs)
      this.#question = { resolve, reject, total }
      this.#received = []
      this.#socket.write(`${question}\n`)
    })
  }

  close(): void {
    if (this.#end) return
    this.#end = { error: new Error('you have closed this connection') }
    this.#detach()
    const socket = this.#socket
    const ignore = () => {}
    socket.on('error', ignore)
    socket.once('close', () => socket.off('error', ignore))
    socket.end(() => socket.destroy())
  }

  readonly #onData = (chunk: Buffer | string) => {
    const question = this.#question
    if (!question) return // nobody asked
    const bytes = Buffer.from(chunk as Buffer)
    const end = bytes.indexOf(0x0a)
    if (end < 0) return void this.#received.push(bytes)
    const answer = Buffer.concat([...this.#received, bytes.subarray(0, end)])
    this.#settle()?.resolve(answer.toString('utf8'))
  }

  readonly #onTimeout = () => this.#destroy(new DeadlineError('idle'))
  readonly #onEnd = () => this.#destroy(new Error('the server has closed the connection'))
  readonly #onError = (error: Error) => this.#destroy(error)
  readonly #onAbort = () => this.#destroy(this.#signal!.reason)

  #destroy(error: unknown): void {
    if (this.#end) return
    const isOurs = error instanceof DeadlineError
    this.#end = { error: isOurs ? new Error('the connection was given up after a deadline') : error }
    this.#detach()
    this.#socket.destroy()
    this.#settle()?.reject(error)
  }

  #settle(): Question | undefined {
    const question = this.#question
    this.#question = undefined
    clearTimeout(question?.total)
    return question
  }

  #detach(): void {
    this.#socket.setTimeout(0)
    this.#socket.off('timeout', this.#onTimeout)
    this.#socket.off('data', this.#onData)
    this.#socket.off('end', this.#onEnd)
    this.#socket.off('error', this.#onError)
    this.#socket.off('close', this.#onEnd)
    this.#signal?.removeEventListener('abort', this.#onAbort)
  }
}

export function connect(host: string, port: number, signal?: AbortSignal): Promise<Caller> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const socket = net.connect({ host, port })
    const finish = () => {
      clearTimeout(timer)
      socket.off('connect', onConnect)
      socket.off('error', fail)
      signal?.removeEventListener('abort', onAbort)
    }
    const fail = (error: unknown) => {
      finish()
      socket.destroy()
      reject(error)
    }
    const onConnect = () => {
      finish()
      resolve(new Caller(socket, signal))
    }
    const onAbort = () => fail(signal!.reason)
    const timer = setTimeout(() => fail(new DeadlineError('connect')), params.connectMs)
    socket.on('connect', onConnect)
    socket.on('error', fail)
    signal?.addEventListener('abort', onAbort)
  })
}
