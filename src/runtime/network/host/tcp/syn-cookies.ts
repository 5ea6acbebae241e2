/**
 * SYN cookies (RFC 4987 3.6): when there is no room for another half-open connection, its state travels in the initial sequence number
 * of the SYN-ACK, and its options in the timestamp, and comes back with the peer's ACK. Laid out as Linux's.
 */
import type { Family } from '../../address/index.ts'
import { MILLISECOND, type Nanoseconds } from '../../clock.ts'
import { hash32 } from '../../random.ts'
import type { Segment, SegmentOptions } from './segment.ts'
import { type SequenceNumber, sequenceAdd } from './sequence.ts'

/** Values of MSS that fit two bits, for IPv4 and IPv6. */
const SIZES = { 4: [536, 1300, 1440, 1460], 6: [1220, 1420, 1440, 8940] } as const
const PERIOD: Nanoseconds = 60_000 * MILLISECOND
/** Periods after which a cookie is stale. */
const MOST_AGE = 2
const LOW = 0xffffff
const OPTION_BITS = 6
const NO_SCALE = 15

export class SynCookies {
  readonly #seed: number
  readonly #label: string

  constructor(seed: number, host: string) {
    this.#seed = seed
    this.#label = `${host} tcp cookie`
  }

  /** The initial sequence number that answers `syn`. `pair` names both ends. */
  make(family: Family, pair: string, syn: Segment, now: Nanoseconds): SequenceNumber {
    const offered = syn.options.maximumSegmentSize ?? 536
    const index = Math.max(
      0,
      SIZES[family].findLastIndex((size) => size <= offered),
    )
    const period = Math.floor(now / PERIOD)
    const base = sequenceAdd(this.#secret(pair, 0), syn.sequence)
    const low = (this.#secret(pair, period + 1) + index) & LOW
    return sequenceAdd(base, ((period << 24) >>> 0) + low)
  }

  /** The MSS that a returning ACK's cookie holds, or null when it is none of ours, or an old one. */
  check(family: Family, pair: string, ack: Segment, now: Nanoseconds): number | null {
    const cookie = sequenceAdd(ack.acknowledgment, -1)
    const base = sequenceAdd(this.#secret(pair, 0), sequenceAdd(ack.sequence, -1))
    const value = (cookie - base) >>> 0
    const period = Math.floor(now / PERIOD)
    const age = (period - (value >>> 24)) & 0xff
    if (age >= MOST_AGE) return null
    const index = (value - this.#secret(pair, period - age + 1)) & LOW
    return SIZES[family][index] ?? null
  }

  #secret(pair: string, period: number): number {
    return hash32(this.#seed, `${this.#label} ${pair}`, period)
  }
}

/** A timestamp that is not in the future and whose low bits say what the SYN offered. */
export function timestampWithOptions(now: number, { windowScale, sackPermitted }: SegmentOptions): number {
  const bits = (windowScale ?? NO_SCALE) | (sackPermitted ? 16 : 0)
  const value = (((now >>> OPTION_BITS) << OPTION_BITS) | bits) >>> 0
  return value > now ? (value - (1 << OPTION_BITS)) >>> 0 : value
}

/** The options that a returning ACK's timestamp echo holds; without timestamps there are none but the MSS. */
export function optionsFromEcho(ack: Segment, maximumSegmentSize: number): SegmentOptions {
  const { timestamps } = ack.options
  if (timestamps === undefined) return { maximumSegmentSize }
  const scale = timestamps.echoReply & 15
  return {
    maximumSegmentSize,
    timestamps,
    ...(scale !== NO_SCALE && { windowScale: scale }),
    ...((timestamps.echoReply & 16) !== 0 && { sackPermitted: true }),
  }
}
