/** A connection as a middlebox remembers it, until it has been silent for long enough. */
import { type Nanoseconds, SECOND } from '../../../clock.ts'
import { IpProtocol } from '../../../wire/index.ts'
import type { IdleTimeouts } from './description.ts'
import { type Direction, kindOfSegment, nextTcpState, TCP_TIMEOUTS, type TrackedTcpState } from './tcp-tracking.ts'
import { type Endpoint, isSameEndpoint, reversed, type Tuple } from './tuple.ts'

/** nf_conntrack_udp_timeout, nf_conntrack_udp_timeout_stream and nf_conntrack_icmp_timeout, nf_conntrack_generic_timeout. */
const UDP_TIMEOUT = 30 * SECOND
const UDP_STREAM_TIMEOUT = 120 * SECOND
const ICMP_TIMEOUT = 30 * SECOND
const GENERIC_TIMEOUT = 600 * SECOND
/** Answered datagrams count as a stream once they have gone on for this long. */
const STREAM_AFTER = 2 * SECOND

/** Effect of a packet on a connection: the packet belongs to it, starts it again, or fits no connection. */
export type Fit = 'fits' | 'again' | 'invalid'

export class TrackedConnection {
  /** As its first packet arrived. */
  readonly original: Tuple
  /** As answers arrive: the original reversed, except for translated addresses. */
  reply: Tuple
  hasReply = false
  /** Both ends take part, so a full table keeps it (IPS_ASSURED): a completed handshake, or a stream of datagrams. */
  isAssured = false
  state: TrackedTcpState | null
  /** Forgotten at this time unless a packet comes. */
  expiresAt: Nanoseconds
  readonly #timeouts: IdleTimeouts
  readonly #begunAt: Nanoseconds

  constructor(original: Tuple, timeouts: IdleTimeouts, now: Nanoseconds) {
    this.original = original
    this.reply = reversed(original)
    this.#timeouts = timeouts
    this.#begunAt = now
    this.state = original.protocol === IpProtocol.TCP ? 'SYN_SENT' : null
    this.expiresAt = now + this.#idleTime()
  }

  /** Its receiver as the original sender names it: translated by a port forward or a hairpin. */
  get isDestinationTranslated(): boolean {
    return !isSameEndpoint(this.reply.source, this.original.destination)
  }

  get isSourceTranslated(): boolean {
    return !isSameEndpoint(this.reply.destination, this.original.source)
  }

  /** Receiver of a packet in this direction, after all translation. */
  receiver(direction: Direction): Endpoint {
    return direction === 'original' ? this.reply.source : this.original.source
  }

  /** Sender of a packet in this direction as its receiver sees it. */
  visibleSender(direction: Direction): Endpoint {
    return direction === 'original' ? this.reply.destination : this.original.destination
  }

  /** Notes that a packet of the connection passes. `segment`: the transport header and everything after it. */
  note(direction: Direction, segment: Uint8Array, now: Nanoseconds): Fit {
    if (this.state !== null) {
      const step = nextTcpState(this.state, kindOfSegment(segment[13] ?? 0), direction)
      if (step === 'invalid' || step === 'again') return step
      if (direction === 'reply') this.hasReply = true
      if (step === 'same') return 'fits'
      this.isAssured ||= step === 'ESTABLISHED'
      this.state = step
    } else if (direction === 'reply') this.hasReply = true
    if (this.original.protocol === IpProtocol.UDP)
      this.isAssured ||= this.hasReply && now > this.#begunAt + STREAM_AFTER
    this.expiresAt = now + this.#idleTime()
    return 'fits'
  }

  #idleTime(): Nanoseconds {
    if (this.state !== null) return (this.state === 'ESTABLISHED' && this.#timeouts.tcp) || TCP_TIMEOUTS[this.state]
    const { protocol } = this.original
    if (protocol === IpProtocol.UDP) return this.#timeouts.udp ?? (this.isAssured ? UDP_STREAM_TIMEOUT : UDP_TIMEOUT)
    return protocol === IpProtocol.ICMP || protocol === IpProtocol.ICMPV6 ? ICMP_TIMEOUT : GENERIC_TIMEOUT
  }
}
