import net from 'node:net'
import { params } from './params.ts'

type State = { is: 'between' } | { is: 'within'; bytes: number[]; clock: NodeJS.Timeout }

/** A state machine that is fed with single bytes; the clock belongs to the state "within a request". */
class Conversation {
  #state: State = { is: 'between' }
  readonly #socket: net.Socket

  constructor(socket: net.Socket) {
    this.#socket = socket
    socket.setTimeout(params.idleMs, () => socket.destroy())
    socket.on('data', (chunk: Buffer) => chunk.forEach((byte) => this.#feed(byte)))
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#enter({ is: 'between' }))
  }

  #enter(next: State) {
    if (this.#state.is === 'within') clearTimeout(this.#state.clock)
    this.#state = next
  }

  #feed(byte: number) {
    if (byte === 0x0a) {
      const line = this.#state.is === 'within' ? Buffer.from(this.#state.bytes) : Buffer.alloc(0)
      this.#enter({ is: 'between' })
      this.#socket.write(Buffer.concat([Buffer.from('heard '), line, Buffer.from('\n')]))
    } else if (this.#state.is === 'within') {
      this.#state.bytes.push(byte)
    } else {
      const clock = setTimeout(() => this.#socket.destroy(), params.requestMs)
      this.#enter({ is: 'within', bytes: [byte], clock })
    }
  }
}

net.createServer((socket) => void new Conversation(socket)).listen(params.port)
