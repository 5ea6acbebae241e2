import net from 'node:net'
import { params } from './params.ts'

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
  #idle: NodeJS.Timeout | undefined
  #resolve: (answer: string) => void = () => {} // of the question that waits

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => {
      this.#idle?.refresh() // and the other clock?
      // When an answer is whole: stop both clocks, then resolve.
      this.#resolve(String(chunk))
    })
  }

  ask(question: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#socket.on('error', reject)
      this.#idle = setTimeout(() => this.#socket.destroy(new DeadlineError('idle')), params.idleMs)
      // The second clock starts here as well.
      this.#socket.write(`${question}\n`)
    })
  }

  close(): void {
    this.#socket.end()
  }
}

export function connect(host: string, port: number, signal?: AbortSignal): Promise<Caller> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, host)
    const deadline = setTimeout(() => socket.destroy(new DeadlineError('connect')), params.connectMs)
    signal?.addEventListener('abort', () => socket.destroy(signal.reason))
    socket.on('connect', () => {
      clearTimeout(deadline)
      resolve(new Caller(socket))
    })
    socket.on('error', reject) // And when is the connect clock stopped if this happens?
  })
}
