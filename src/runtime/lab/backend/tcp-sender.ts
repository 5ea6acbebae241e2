import { MILLISECOND, type Nanoseconds, type RandomStream, type Scheduler, Shutdown, type TcpSocket } from '#network'
import type { Schedule } from '../api/index.ts'
import { segment } from './segmentation.ts'

/** Default gap between two pieces. */
const DEFAULT_GAP: Nanoseconds = MILLISECOND
/** Time after which a receiver that does not read gets the next piece anyway. */
const LONGEST_PATIENCE: Nanoseconds = 500 * MILLISECOND

type Item = { kind: 'piece'; bytes: Uint8Array; gap: Nanoseconds; sent: number } | { kind: 'end' } | { kind: 'reset' }

export interface SenderOptions {
  socket: TcpSocket
  clock: Scheduler
  schedule: Schedule
  random: RandomStream
  /** Returns whether the receiving program could read the previous data: then a new piece is read by itself. */
  delivered: () => boolean
  /** Schedules another `pump` at the end of a gap. */
  wake: () => void
}

/**
 * Sends a peer's data. Pieces from a test are kept until the world runs (`flush`), when the schedule decides their
 * cuts. They are then sent one by one, each after its gap and after delivery of the previous one. `end` and `reset`
 * keep their position behind earlier data.
 */
export class TcpSender {
  readonly #options: SenderOptions
  #handed: { bytes: Uint8Array; gap: Nanoseconds }[] = []
  #queue: Item[] = []
  /** Offset in the stream of the next uncut byte. */
  #offset = 0
  #lastDeparture: Nanoseconds | null = null
  #alarmAt: Nanoseconds | null = null
  readonly cut: number[] = []
  readonly join: number[] = []

  constructor(options: SenderOptions) {
    this.#options = options
  }

  send(pieces: Uint8Array[], gap: Nanoseconds = DEFAULT_GAP): void {
    for (const bytes of pieces) if (bytes.length > 0) this.#handed.push({ bytes, gap })
  }

  /** Sends FIN or RST after everything so far. */
  finish(kind: 'end' | 'reset'): void {
    this.flush()
    this.#queue.push({ kind })
  }

  /** Cuts the pieces since the last flush. Called before the world runs. */
  flush(): void {
    const handed = this.#handed.splice(0)
    if (handed.length === 0) return
    const { schedule, random } = this.#options
    const bytes = handed.map((piece) => piece.bytes)
    const { pieces, cut, join } = segment(schedule, bytes, this.#offset, random)
    this.cut.push(...cut)
    this.join.push(...join)
    const gap = Math.max(...handed.map((piece) => piece.gap))
    for (const piece of pieces) {
      this.#queue.push({ kind: 'piece', bytes: piece, gap, sent: 0 })
      this.#offset += piece.length
    }
  }

  /** Sends what may go now. Called when the world starts to run, and when the socket has room. */
  pump(): void {
    for (let item = this.#queue[0]; item !== undefined; item = this.#queue[0]) {
      if (item.kind === 'piece' && !this.#sendPiece(item)) return
      // Removed from the queue before the socket is called: that may call this function again.
      this.#queue.shift()
      if (item.kind !== 'piece') this.#finishNow(item.kind)
    }
  }

  #finishNow(kind: 'end' | 'reset'): void {
    if (kind === 'end') this.#options.socket.shutdown(Shutdown.WRITE)
    else this.#options.socket.reset()
  }

  /** Returns whether the kernel has taken the whole piece. */
  #sendPiece(piece: Item & { kind: 'piece' }): boolean {
    if (piece.sent === 0 && !this.#mayBegin(piece.gap)) return false
    const { socket, clock } = this.#options
    while (piece.sent < piece.bytes.length) {
      const taken = socket.send(piece.bytes.subarray(piece.sent))
      // No room: the socket reports when there is. A closed connection takes nothing more; its reader says why.
      if (taken <= 0) return false
      piece.sent += taken
    }
    this.#lastDeparture = clock.now
    return true
  }

  #mayBegin(gap: Nanoseconds): boolean {
    const { clock, delivered } = this.#options
    if (this.#lastDeparture === null || gap === 0) return true
    if (clock.now < this.#lastDeparture + gap) return this.#tryAgainAt(this.#lastDeparture + gap)
    if (clock.now < this.#lastDeparture + LONGEST_PATIENCE && !delivered())
      return this.#tryAgainAt(clock.now + DEFAULT_GAP)
    return true
  }

  #tryAgainAt(time: Nanoseconds): false {
    const { clock, wake } = this.#options
    if (this.#alarmAt !== null && this.#alarmAt > clock.now && this.#alarmAt <= time) return false
    this.#alarmAt = time
    clock.at(time, wake)
    return false
  }
}
