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

  constructor(socket: net.Socket) {
    this.#socket = socket
  }

  /** Asks one question, and gives the answer. */
  ask(question: string): Promise<string> {
    return new Promise((resolve, reject) => {
      // Your turn.
    })
  }

  close(): void {
    this.#socket.end()
  }
}

export async function connect(host: string, port: number, signal?: AbortSignal): Promise<Caller> {
  return new Caller(net.connect(port, host))
}
