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

/** Pieces that came one right behind the other, at the end of all others. */
interface Run {
  readonly start: number
  end: number
}

type Place = 'new' | 'known' | 'wrong'

interface Incomplete<Head> {
  /** In ascending order, not overlapping. */
  readonly pieces: Piece<Head>[]
  readonly runs: Run[]
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
    const place = this.#insert(entry, piece)
    if (place === 'wrong') {
      this.#forget(key, entry)
      this.#options.onFailure()
      return null
    }
    const head = entry.pieces[0]?.head ?? null
    if (place === 'known' || entry.length === null || entry.held < entry.length || head === null) return null
    this.#forget(key, entry)
    const payload = new Uint8Array(entry.length)
    for (const { payload: part, start } of entry.pieces) payload.set(part, start)
    return { header: head.header, payload }
  }

  #begin(key: string): Incomplete<Head> {
    const { scheduler, timeLimit, onTimeout } = this.#options
    const entry: Incomplete<Head> = {
      pieces: [],
      runs: [],
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

  /** Takes what is new. Wrong is what contradicts the pieces that are there, or finds no memory (Linux's ip_frag_queue). */
  #insert(entry: Incomplete<Head>, piece: Piece<Head>): Place {
    const end = entry.pieces.at(-1)?.end ?? 0
    if (piece.last && (piece.end < end || (entry.length ?? piece.end) !== piece.end)) return 'wrong'
    if (entry.length !== null && piece.end > entry.length) return 'wrong'
    if (piece.last) entry.length = piece.end
    const place = placeOf(entry, piece)
    if (place !== 'new') return place
    if (this.#held + piece.payload.length > MEMORY_LIMIT) return 'wrong'
    const after = entry.pieces.findIndex((other) => other.start > piece.start)
    entry.pieces.splice(after < 0 ? entry.pieces.length : after, 0, piece)
    entry.held += piece.payload.length
    this.#held += piece.payload.length
    return 'new'
  }

  #forget(key: string, entry: Incomplete<Head>): void {
    entry.timer.stop()
    this.#held -= entry.held
    this.#incomplete.delete(key)
  }
}

/**
 * Notes where a fragment belongs. One whose bytes are all in one run is known, whatever it says they are; any other overlap is an attack, and the
 * whole packet is to be discarded (RFC 5722, RFC 8200 §4.5). Linux does so for IPv4 too (inet_frag_queue_insert).
 */
function placeOf<Head>({ pieces, runs }: Incomplete<Head>, { start, end }: Piece<Head>): Place {
  const last = pieces.at(-1)
  const isBehind = last === undefined || last.end < end
  const met = runs.find((run) => run.start < end && run.end > start)
  if (met !== undefined) return !isBehind && met.start <= start && end <= met.end ? 'known' : 'wrong'
  if (isBehind && last?.end === start) runs.find((run) => run.end === start)!.end = end
  else runs.push({ start, end })
  return 'new'
}
