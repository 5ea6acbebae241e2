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
  readonly #signal?: AbortSignal
  readonly #drop: () => void

  constructor(socket: net.Socket, signal?: AbortSignal) {
    this.#socket = socket
    this.#signal = signal
    socket.setEncoding('utf8')
    socket.on('error', () => {})
    this.#drop = () => socket.destroy()
    signal?.addEventListener('abort', this.#drop)
  }

  ask(question: string): Promise<string> {
    const socket = this.#socket
    const signal = this.#signal
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      let rest = ''
      const idle = setTimeout(() => fail(new DeadlineError('idle')), params.idleMs)
      const total = setTimeout(() => fail(new DeadlineError('total')), params.totalMs)
      const clean = () => {
        clearTimeout(idle)
        clearTimeout(total)
        socket.off('data', onData)
        socket.off('error', fail)
        socket.off('end', onEnd)
        signal?.removeEventListener('abort', onAbort)
      }
      const fail = (error: unknown) => {
        clean()
        signal?.removeEventListener('abort', this.#drop)
        socket.destroy()
        reject(error)
      }
      const onAbort = () => fail(signal!.reason)
      const onEnd = () => fail(new Error('connection closed'))
      const onData = (text: string) => {
        rest += text
        if (!rest.includes('\n')) return
        clean()
        resolve(rest.slice(0, rest.indexOf('\n')))
      }
      socket.on('data', onData)
      socket.on('error', fail)
      socket.on('end', onEnd)
      signal?.addEventListener('abort', onAbort)
      socket.write(`${question}\n`)
    })
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#drop)
    this.#socket.end()
  }
}

export async function connect(host: string, port: number, signal?: AbortSignal): Promise<Caller> {
  signal?.throwIfAborted()
  const socket = net.connect(port, host)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = () => reject(signal!.reason)
  const timer = setTimeout(() => reject(new DeadlineError('connect')), params.connectMs)
  socket.once('connect', resolve)
  socket.on('error', reject)
  signal?.addEventListener('abort', onAbort)
  try {
    await promise
    socket.off('error', reject)
    return new Caller(socket, signal)
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
