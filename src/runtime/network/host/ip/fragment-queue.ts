/** Queue of fragments, with Linux's limits and its distrust of overlaps. Each family defines how fragments look. */
import type { Nanoseconds, Scheduler } from '../../clock.ts'
import { Timer } from '../timer.ts'

/** ipfrag_high_thresh, ip6frag_high_thresh. */
const MEMORY_LIMIT = 4 << 20

export interface Piece<Head> {
  start: number
  end: number
  payload: Uint8Array
  /** The last fragment. */
  last: boolean
  /** From the fragment with offset 0: the whole packet's header, and the fragment itself, which errors quote. */
  head: { header: Head; bytes: Uint8Array } | null
}

interface Incomplete<Head> {
  /** In ascending order, not overlapping. */
  readonly pieces: Piece<Head>[]
  /** Length of the whole payload, once the last fragment has arrived. */
  length: number | null
  held: number
  readonly timer: Timer
}

export interface FragmentQueueOptions {
  scheduler: Scheduler
  timeLimit: Nanoseconds
  /** Called when time runs out, with the packet's first fragment; null when it never came. */
  onTimeout: (first: Uint8Array | null) => void
  /** Called when fragments were discarded. */
  onFailure: () => void
}

export class FragmentQueue<Head> {
  readonly #options: FragmentQueueOptions
  readonly #incomplete = new Map<string, Incomplete<Head>>()
  #held = 0

  constructor(options: FragmentQueueOptions) {
    this.#options = options
  }

  /** Takes a fragment of the packet that `key` names. Returns header and whole payload if it was the last one missing. */
  add(key: string, piece: Piece<Head>): { header: Head; payload: Uint8Array } | null {
    const entry = this.#incomplete.get(key) ?? this.#begin(key)
    if (!this.#insert(entry, piece)) {
      this.#forget(key, entry)
      this.#options.onFailure()
      return null
    }
    const head = entry.pieces[0]?.head ?? null
    if (entry.length === null || entry.held < entry.length || head === null) return null
    this.#forget(key, entry)
    const payload = new Uint8Array(entry.length)
    for (const { payload: part, start } of entry.pieces) payload.set(part, start)
    return { header: head.header, payload }
  }

  #begin(key: string): Incomplete<Head> {
    const { scheduler, timeLimit, onTimeout } = this.#options
    const entry: Incomplete<Head> = {
      pieces: [],
      length: null,
      held: 0,
      timer: new Timer(scheduler, () => {
        this.#forget(key, entry)
        onTimeout(entry.pieces[0]?.head?.bytes ?? null)
      }),
    }
    entry.timer.arm(timeLimit)
    this.#incomplete.set(key, entry)
    return entry
  }

  /**
   * Returns false when the fragment contradicts what is there. An exact repetition is a duplicate; any other overlap is an
   * attack, and the whole packet is discarded (RFC 5722, RFC 8200 §4.5; Linux does it for IPv4 too).
   */
  #insert(entry: Incomplete<Head>, piece: Piece<Head>): boolean {
    const after = entry.pieces.findIndex((other) => other.end > piece.start)
    const next = after < 0 ? undefined : entry.pieces[after]
    if (next?.start === piece.start && next.end === piece.end) return true
    if (next !== undefined && next.start < piece.end) return false
    if (piece.last && ((entry.length ?? piece.end) !== piece.end || next !== undefined)) return false
    if (entry.length !== null && piece.end > entry.length) return false
    if (this.#held + piece.payload.length > MEMORY_LIMIT) return false
    if (piece.last) entry.length = piece.end
    entry.pieces.splice(after < 0 ? entry.pieces.length : after, 0, piece)
    entry.held += piece.payload.length
    this.#held += piece.payload.length
    return true
  }

  #forget(key: string, entry: Incomplete<Head>): void {
    entry.timer.stop()
    this.#held -= entry.held
    this.#incomplete.delete(key)
  }
}
