import type { PacketRecord } from '../packet-record.ts'
import { Coverage } from './coverage.ts'
import { type IpFragment, ipContent, isFragment } from './ip-content.ts'
import type { DatagramPiece, IpDatagram } from './ip-datagram.ts'

/** Limit on bytes of waiting fragments, as in Linux (net.ipv4.ipfrag_high_thresh); beyond it, the oldest datagram is dropped. */
const MOST_WAITING = 4 * 2 ** 20

type Piece = Pick<DatagramPiece, 'frame' | 'start' | 'payload'>

interface Waiting {
  readonly datagram: IpDatagram
  readonly pieces: Piece[]
  /** Received bytes of the payload. */
  readonly coverage: Coverage
  bytes: number
  /** Length of the whole payload; null until the last fragment arrives. */
  length: number | null
}

/** Reassembles the datagrams of a capture. Add packets in order, each once. */
export class IpReassembly {
  /** In the order of their first fragments. */
  readonly #waiting = new Map<string, Waiting>()
  #bytes = 0

  /** Returns the datagram of which the packet holds a fragment, complete if this was the last one missing; null if it holds none. */
  add({ number, link, bytes }: Pick<PacketRecord, 'number' | 'link' | 'bytes'>): IpDatagram | null {
    const fragment = mayBeFragment(bytes) ? ipContent(bytes) : null
    if (fragment === null || !isFragment(fragment) || fragment.payload.length === 0) return null
    const { source, destination, protocol, identification, start, payload } = fragment
    const key = `${link} ${source} ${destination} ${protocol} ${identification}`
    const waiting = this.#waiting.get(key) ?? begin(fragment)
    this.#waiting.set(key, waiting)
    waiting.pieces.push({ frame: number, start, payload })
    waiting.coverage.add(start, start + payload.length)
    waiting.bytes += payload.length
    this.#bytes += payload.length
    if (fragment.isLast) waiting.length ??= start + payload.length
    if (complete(waiting, number)) this.#forget(key, waiting)
    else if (this.#bytes > MOST_WAITING) this.#giveUpOldest()
    return waiting.datagram
  }

  #giveUpOldest(): void {
    for (const [key, waiting] of this.#waiting) {
      this.#forget(key, waiting)
      return
    }
  }

  #forget(key: string, waiting: Waiting): void {
    this.#waiting.delete(key)
    this.#bytes -= waiting.bytes
  }
}

const IPV4_FLAGS_AT = 20

/** Returns false for whole packets, as most are: in IPv4 two bytes of flags and offset show it, without reading any header. */
function mayBeFragment(bytes: Uint8Array): boolean {
  return bytes[12] !== 0x08 || ((bytes[IPV4_FLAGS_AT]! & 0x3f) | bytes[IPV4_FLAGS_AT + 1]!) !== 0
}

function begin({ source, destination, protocol }: IpFragment): Waiting {
  const datagram = { source, destination, protocol, completedBy: null, pieces: [], payload: new Uint8Array(0) }
  return { datagram, pieces: [], coverage: new Coverage(), bytes: 0, length: null }
}

/**
 * Assembles the fragments if no gap is left. Where they overlap, the one with the lower offset wins, as in Wireshark.
 */
function complete({ datagram, pieces, coverage, length }: Waiting, frame: number): boolean {
  if (length === null || coverage.reach < length) return false
  const ordered = pieces.toSorted((a, b) => a.start - b.start)
  const payload = new Uint8Array(length)
  let end = 0
  datagram.pieces = ordered.map((piece) => {
    const known = payload.subarray(piece.start, Math.min(end, piece.start + piece.payload.length))
    const conflicts = known.some((byte, i) => byte !== piece.payload[i])
    const fresh = piece.payload.subarray(Math.max(0, end - piece.start), Math.max(0, length - piece.start))
    payload.set(fresh, end)
    const overlaps = piece.start < end
    end += fresh.length
    return { ...piece, overlaps, conflicts }
  })
  datagram.payload = payload
  datagram.completedBy = frame
  return true
}
