import net from 'node:net'
import { params } from './params.ts'

/** Many calls at once over one connection. */
export class Client {
  readonly #socket: net.Socket

  constructor(host: string, port: number) {
    this.#socket = net.connect(port, host)
    this.#socket.on('data', (chunk) => {
      console.log('received', JSON.stringify(chunk.toString()))
      // Your turn: whose answer is this?
    })
  }

  call(command: string, argument: string, { timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Promise<string> {
    console.log('a call of', command, 'with', argument, 'separator', params.separator)
    return Promise.reject(new Error(`nobody sends this yet, nor waits ${timeoutMs} ms for its answer`))
  }

  close(): void {
    this.#socket.destroy()
  }
}
