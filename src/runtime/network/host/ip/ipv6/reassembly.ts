/** Reassembly of IPv6 fragments (RFC 8200 §4.5, overlaps: RFC 5722). */
import { type Scheduler, SECOND } from '../../../clock.ts'
import {
  type ExtensionHeader,
  FRAGMENT_HEADER_LENGTH,
  type FragmentHeader,
  IPV6_HEADER_LENGTH,
  IPV6_MAX_PAYLOAD,
  type Ipv6Packet,
  readFragmentHeader,
  writeIpv6Header,
} from '../../../wire/index.ts'
import { FragmentQueue } from '../fragment-queue.ts'
import type { NetworkInterface } from '../network-interface.ts'

/** Fragment: its packet, the headers up to and including its fragment header, and the interface it came in by. */
export interface Fragment {
  readonly packet: Ipv6Packet
  readonly bytes: Uint8Array
  readonly headers: readonly ExtensionHeader[]
  readonly device: NetworkInterface
}

export interface ReassemblyOptions {
  scheduler: Scheduler
  /** Called when time runs out, with the packet's first fragment; null when it never came. */
  onTimeout: (first: Uint8Array | null, device: NetworkInterface) => void
  onFailure: () => void
}

/** Error in a single fragment: offset of the byte in its packet that the error message points to. */
export interface FragmentProblem {
  readonly pointer: number
}

export class Reassembly {
  readonly #options: ReassemblyOptions
  /** One queue per interface: a link-local address may be another host's on another link. */
  readonly #queues = new Map<NetworkInterface, FragmentQueue<Fragment>>()

  constructor(options: ReassemblyOptions) {
    this.#options = options
  }

  /** Takes a fragment; its fragment header is the last of its `headers`. Returns the whole packet's bytes if it was the last one missing. */
  add(fragment: Fragment): Uint8Array | FragmentProblem | null {
    const { packet } = fragment
    const place = fragment.headers.at(-1)!
    const header = readFragmentHeader(packet.payload, place.start)
    const payload = packet.payload.slice(place.start + FRAGMENT_HEADER_LENGTH)
    const { offset: start, moreFragments } = header
    const problem = problemOf(header, place, payload.length)
    if (problem !== null) {
      this.#options.onFailure()
      return problem
    }
    // An atomic fragment doesn't mix with others (RFC 6946).
    if (start === 0 && !moreFragments) return assemble(fragment, payload)
    const key = `${packet.source} ${packet.destination} ${header.identification}`
    const head = start === 0 ? { header: copyOf(fragment), bytes: fragment.bytes.slice() } : null
    const piece = { start, end: start + payload.length, payload, last: !moreFragments, head }
    const whole = this.#queueOf(fragment.device).add(key, piece)
    return whole === null ? null : assemble(whole.header, whole.payload)
  }

  #queueOf(device: NetworkInterface): FragmentQueue<Fragment> {
    const existing = this.#queues.get(device)
    if (existing !== undefined) return existing
    const { scheduler, onFailure, onTimeout } = this.#options
    // IPV6_FRAG_TIMEOUT; RFC 8200 4.5
    const timeLimit = 60 * SECOND
    const queue = new FragmentQueue<Fragment>({
      scheduler,
      timeLimit,
      onFailure,
      onTimeout: (first) => onTimeout(first, device),
    })
    this.#queues.set(device, queue)
    return queue
  }
}

/**
 * Returns the error in a fragment: in the payload length if it isn't the last and no multiple of 8 bytes, in the offset if
 * the whole would be too long.
 */
function problemOf(header: FragmentHeader, place: ExtensionHeader, length: number): FragmentProblem | null {
  if (header.moreFragments && (length % 8 !== 0 || length === 0)) return { pointer: 4 }
  const tooLong = place.start + header.offset + length > IPV6_MAX_PAYLOAD
  return tooLong ? { pointer: IPV6_HEADER_LENGTH + place.start + 2 } : null
}

function copyOf(fragment: Fragment): Fragment {
  return { ...fragment, packet: { ...fragment.packet, payload: fragment.packet.payload.slice() } }
}

/** Rebuilds the packet as it was before fragmentation: the first fragment's headers without the fragment header, and the whole payload. */
function assemble({ packet, headers }: Fragment, payload: Uint8Array): Uint8Array {
  const place = headers.at(-1)!
  const before = packet.payload.slice(0, place.start)
  const previous = headers.at(-2)
  if (previous !== undefined) before[previous.start] = place.nextHeader
  const nextHeader = previous === undefined ? place.nextHeader : packet.nextHeader
  const bytes = new Uint8Array(IPV6_HEADER_LENGTH + before.length + payload.length)
  const at = writeIpv6Header(bytes, 0, { ...packet, nextHeader }, before.length + payload.length)
  bytes.set(before, at)
  bytes.set(payload, at + before.length)
  return bytes
}
