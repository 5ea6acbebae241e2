/** Putting fragments together (RFC 791 3.2, RFC 1122 3.3.2), with Linux's time limit, memory limit and mistrust of overlaps. */
import { type Nanoseconds, type Scheduler, SECOND } from '../../clock.ts'
import { IPV4_MAX_LENGTH, type Ipv4Packet, NO_BYTES, writeIpv4Header } from '../../wire/index.ts'
import { Timer } from '../timer.ts'

/** ipfrag_time. */
const TIME_LIMIT: Nanoseconds = 30 * SECOND
/** ipfrag_high_thresh. */
const MEMORY_LIMIT = 4 << 20

interface Piece {
  start: number
  end: number
  payload: Uint8Array
}

interface Incomplete {
  /** In ascending order, not overlapping. */
  readonly pieces: Piece[]
  /** Length of the whole payload, once the last fragment is here. */
  length: number | null
  /** The fragment with offset 0: its header is the packet's, and errors quote it. */
  first: { packet: Ipv4Packet; bytes: Uint8Array } | null
  held: number
  readonly timer: Timer
}

export interface ReassemblyOptions {
  scheduler: Scheduler
  /** Time is over for a packet whose first fragment is given; null when that never came. */
  onTimeout: (first: Uint8Array | null) => void
  /** Something was thrown away. */
  onFailure: () => void
}

export class Reassembly {
  readonly #options: ReassemblyOptions
  readonly #incomplete = new Map<string, Incomplete>()
  #held = 0

  constructor(options: ReassemblyOptions) {
    this.#options = options
  }

  /** Takes a fragment; `bytes` is its packet. Returns the whole packet's bytes when this was the last one missing. */
  add(packet: Ipv4Packet, bytes: Uint8Array): Uint8Array | null {
    const start = packet.fragmentOffset
    const end = start + packet.payload.length
    const ragged = packet.moreFragments && packet.payload.length % 8 !== 0
    if (ragged || packet.payload.length === 0 || end > IPV4_MAX_LENGTH - 20) {
      this.#options.onFailure()
      return null
    }
    const key = `${packet.source} ${packet.destination} ${packet.protocol} ${packet.identification}`
    const entry = this.#incomplete.get(key) ?? this.#begin(key)
    if (!this.#insert(entry, { start, end, payload: packet.payload.slice() }, !packet.moreFragments)) {
      this.#forget(key, entry)
      this.#options.onFailure()
      return null
    }
    if (start === 0) entry.first = { packet, bytes: bytes.slice() }
    if (entry.length === null || entry.held < entry.length || entry.first === null) return null
    this.#forget(key, entry)
    return assemble(entry.first.packet, entry.pieces, entry.length)
  }

  #begin(key: string): Incomplete {
    const entry: Incomplete = {
      pieces: [],
      length: null,
      first: null,
      held: 0,
      timer: new Timer(this.#options.scheduler, () => {
        this.#forget(key, entry)
        this.#options.onTimeout(entry.first?.bytes ?? null)
      }),
    }
    entry.timer.arm(TIME_LIMIT)
    this.#incomplete.set(key, entry)
    return entry
  }

  /**
   * False when the fragment contradicts what is there. One that repeats another exactly is a duplicate; any other overlap is an
   * attack, and what was gathered is thrown away (RFC 5722's rule, which Linux applies to IPv4 too).
   */
  #insert(entry: Incomplete, piece: Piece, last: boolean): boolean {
    const after = entry.pieces.findIndex((other) => other.end > piece.start)
    const next = after < 0 ? undefined : entry.pieces[after]
    if (next?.start === piece.start && next.end === piece.end) return true
    if (next !== undefined && next.start < piece.end) return false
    if (last && ((entry.length ?? piece.end) !== piece.end || next !== undefined)) return false
    if (entry.length !== null && piece.end > entry.length) return false
    if (this.#held + piece.payload.length > MEMORY_LIMIT) return false
    if (last) entry.length = piece.end
    entry.pieces.splice(after < 0 ? entry.pieces.length : after, 0, piece)
    entry.held += piece.payload.length
    this.#held += piece.payload.length
    return true
  }

  #forget(key: string, entry: Incomplete): void {
    entry.timer.stop()
    this.#held -= entry.held
    this.#incomplete.delete(key)
  }
}

/** The packet as it was sent: the first fragment's header over all of the payload. */
function assemble(first: Ipv4Packet, pieces: readonly Piece[], length: number): Uint8Array {
  const { options } = first
  const header = {
    ...first,
    moreFragments: false,
    fragmentOffset: 0,
    options: options.length === 0 ? NO_BYTES : options,
  }
  const bytes = new Uint8Array(20 + options.length + length)
  const at = writeIpv4Header(bytes, 0, header, length)
  for (const piece of pieces) bytes.set(piece.payload, at + piece.start)
  return bytes
}
