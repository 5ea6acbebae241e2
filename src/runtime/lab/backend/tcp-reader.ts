import { Errno, errnoName, type TcpSocket } from '#network'
import { count, showText } from '../text.ts'
import { ByteQueue } from './byte-queue.ts'

/** Largest piece read from the kernel at once. */
const PIECE = 65_536

/** Received data of a peer: unread bytes, and how the stream ended, if it has. */
export class TcpReader {
  readonly bytes = new ByteQueue()
  readonly #socket: TcpSocket
  #paused: boolean
  #end: 'open' | 'fin' | 'reset' | 'failed' = 'open'
  #error = 0

  constructor(socket: TcpSocket, paused: boolean) {
    this.#socket = socket
    this.#paused = paused
  }

  /** `fin`: no more will come; `reset`: a RST came; `failed`: the connection ended otherwise (see `describe`). */
  get end(): 'open' | 'fin' | 'reset' | 'failed' {
    return this.#end
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
  }

  /** Reads what the kernel has. Called when the socket is ready. */
  drain(): void {
    while (!this.#paused && this.#end === 'open') {
      const received = this.#socket.receive(PIECE)
      if (received === -Errno.EAGAIN) return
      if (typeof received === 'number') this.#noteError(-received)
      else if (received.bytes.length === 0) this.#end = 'fin'
      else this.bytes.append(received.bytes)
    }
  }

  /** The test itself has reset the connection: later events do not matter. */
  forget(): void {
    this.#end = this.#end === 'open' ? 'failed' : this.#end
  }

  /**
   * Describes the current state: `9 bytes without a newline: 'half a li'`, `2 lines: 'PONG⏎PONG⏎'`, `nothing`, `the end
   * of the stream (FIN) after 5 bytes`. `unit`: what the test waited for.
   */
  describe(unit: 'bytes' | 'line' = 'bytes'): string {
    const { length, received } = this.bytes
    const unread = length === 0 ? '' : `${this.#amount(unit)}: ${showText(this.bytes.peekText(60))}`
    if (this.#end !== 'open')
      return `${this.#describeEnd()} after ${count(received, 'byte')}${unread && `, of them unread ${unread}`}`
    if (unread) return unread
    return received === 0 ? 'nothing' : `nothing more after ${count(received, 'byte')}`
  }

  #amount(unit: 'bytes' | 'line'): string {
    const bytes = count(this.bytes.length, 'byte')
    if (unit === 'bytes') return bytes
    const lines = this.bytes.countLines()
    return lines === 0 ? `${bytes} without a newline` : count(lines, 'line')
  }

  #describeEnd(): string {
    if (this.#end === 'fin') return 'the end of the stream (FIN)'
    if (this.#end === 'reset') return 'a reset (RST)'
    return this.#error === 0 ? 'the end that the test made' : `the connection given up (${errnoName(this.#error)})`
  }

  #noteError(error: number): void {
    this.#error = error
    this.#end = error === Errno.ECONNRESET ? 'reset' : 'failed'
  }
}
