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

export class Caller {
  readonly #socket: net.Socket
  readonly #signal: AbortSignal | undefined
  #lost: Error | undefined

  constructor(socket: net.Socket, signal?: AbortSignal) {
    this.#socket = socket
    this.#signal = signal
    socket.on('error', () => {}) // ask() will hear of it
    signal?.addEventListener('abort', this.#onAbort)
  }

  readonly #onAbort = () => {
    this.#lost ??= this.#signal!.reason
    this.#socket.destroy()
  }

  /** Asks one question, and gives the answer. */
  ask(question: string): Promise<string> {
    const socket = this.#socket
    const signal = this.#signal
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      if (this.#lost) return reject(this.#lost)
      if (socket.pending) return reject(new Error('not connected'))

      let answer = Buffer.alloc(0)
      let idleTimer = setTimeout(idleOver, params.idleMs)
      const totalTimer = setTimeout(() => fail(new DeadlineError('total')), params.totalMs)

      function idleOver() {
        fail(new DeadlineError('idle'))
      }
      function stop() {
        clearTimeout(idleTimer)
        clearTimeout(totalTimer)
        socket.off('data', onData)
        socket.off('error', fail)
        socket.off('end', onEnd)
        signal?.removeEventListener('abort', onAbort)
      }
      const fail = (error: Error) => {
        stop()
        this.#lost ??= new Error('the connection is gone')
        socket.destroy()
        reject(error)
      }
      function onAbort() {
        fail(signal!.reason)
      }
      function onEnd() {
        fail(new Error('the server hung up'))
      }
      function onData(chunk: Buffer) {
        clearTimeout(idleTimer)
        idleTimer = setTimeout(idleOver, params.idleMs)
        answer = Buffer.concat([answer, chunk])
        const end = answer.indexOf('\n')
        if (end === -1) return
        stop()
        resolve(answer.toString('utf8', 0, end))
      }

      socket.on('data', onData)
      socket.on('error', fail)
      socket.on('end', onEnd)
      signal?.addEventListener('abort', onAbort)
      socket.write(question + '\n')
    })
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#socket.end()
  }
}

export async function connect(host: string, port: number, signal?: AbortSignal): Promise<Caller> {
  signal?.throwIfAborted()
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, host)
    const timer = setTimeout(() => stop(new DeadlineError('connect')), params.connectMs)
    const onAbort = () => stop(signal!.reason)
    signal?.addEventListener('abort', onAbort)
    socket.once('error', stop)
    socket.once('connect', () => stop())

    function stop(error?: Error) {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.removeAllListeners('error').removeAllListeners('connect')
      if (error) {
        socket.destroy()
        reject(error)
      } else {
        resolve(new Caller(socket, signal))
      }
    }
  })
}
