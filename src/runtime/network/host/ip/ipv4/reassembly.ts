/** Reassembly of IPv4 fragments (RFC 791 3.2, RFC 1122 3.3.2). */
import { type Scheduler, SECOND } from '../../../clock.ts'
import { IPV4_HEADER_LENGTH, IPV4_MAX_LENGTH, type Ipv4Packet, writeIpv4Header } from '../../../wire/index.ts'
import { FragmentQueue } from '../fragment-queue.ts'

export interface ReassemblyOptions {
  scheduler: Scheduler
  onTimeout: (first: Uint8Array | null) => void
  onFailure: () => void
}

export class Reassembly {
  readonly #queue: FragmentQueue<Ipv4Packet>
  readonly #onFailure: () => void

  constructor(options: ReassemblyOptions) {
    // ipfrag_time
    this.#queue = new FragmentQueue({ ...options, timeLimit: 30 * SECOND })
    this.#onFailure = options.onFailure
  }

  /** Takes a fragment; `bytes` is its packet. Returns the whole packet's bytes if it was the last one missing. */
  add(packet: Ipv4Packet, bytes: Uint8Array): Uint8Array | null {
    const { fragmentOffset: start, moreFragments, payload } = packet
    const end = start + payload.length
    const ragged = moreFragments && payload.length % 8 !== 0
    if (ragged || payload.length === 0 || end > IPV4_MAX_LENGTH - IPV4_HEADER_LENGTH) {
      this.#onFailure()
      return null
    }
    const key = `${packet.source} ${packet.destination} ${packet.protocol} ${packet.identification}`
    const head = start === 0 ? { header: packet, bytes: bytes.slice() } : null
    const whole = this.#queue.add(key, { start, end, payload: payload.slice(), last: !moreFragments, head })
    return whole === null ? null : assemble(whole.header, whole.payload)
  }
}

/** Rebuilds the packet: the first fragment's header and the whole payload. */
function assemble(first: Ipv4Packet, payload: Uint8Array): Uint8Array {
  const header = { ...first, moreFragments: false, fragmentOffset: 0, options: first.options.slice() }
  const bytes = new Uint8Array(IPV4_HEADER_LENGTH + header.options.length + payload.length)
  bytes.set(payload, writeIpv4Header(bytes, 0, header, payload.length))
  return bytes
}
