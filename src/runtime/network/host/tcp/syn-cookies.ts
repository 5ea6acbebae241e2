/**
 * SYN cookies (RFC 4987 3.6): when there is no room for another half-open connection, its state travels in the initial sequence
 * number of the SYN-ACK, its options in the timestamp, and both return with the peer's ACK. Same layout as Linux's.
 */
import type { Family } from '../../address/index.ts'
import { MILLISECOND, type Nanoseconds } from '../../clock.ts'
import { hash32 } from '../../random.ts'
import { TcpFlag } from '../../wire/index.ts'
import type { Segment } from './segment.ts'
import { type SequenceNumber, sequenceAdd } from './sequence.ts'

/** Values of MSS that fit two bits, for IPv4 and IPv6. */
const SIZES = { 4: [536, 1300, 1440, 1460], 6: [1220, 1420, 1440, 8940] } as const
const PERIOD: Nanoseconds = 60_000 * MILLISECOND
/** Periods after which a cookie is stale. */
const MOST_AGE = 2
const LOW = 0xffffff
const OPTION_BITS = 6
const NO_SCALE = 15
const SACK_BIT = 16
const ECN_BIT = 32
/** Flags of a SYN that asks for ECN (RFC 3168 6.1.1). */
const ECN_SETUP = TcpFlag.ECE | TcpFlag.CWR

export class SynCookies {
  readonly #seed: number
  readonly #label: string

  constructor(seed: number, host: string) {
    this.#seed = seed
    this.#label = `${host} tcp cookie`
  }

  /** Returns the initial sequence number that answers `syn`. `pair` names both ends. */
  make(family: Family, pair: string, syn: Segment, now: Nanoseconds): SequenceNumber {
    const offered = syn.options.mss ?? 536
    const index = Math.max(
      0,
      SIZES[family].findLastIndex((size) => size <= offered),
    )
    const period = Math.floor(now / PERIOD)
    const base = sequenceAdd(this.#secret(pair, 0), syn.sequenceNumber)
    const low = (this.#secret(pair, period + 1) + index) & LOW
    return sequenceAdd(base, ((period << 24) >>> 0) + low)
  }

  /** Returns the MSS in a returning ACK's cookie, or null when it is not ours or too old. */
  check(family: Family, pair: string, ack: Segment, now: Nanoseconds): number | null {
    const cookie = sequenceAdd(ack.acknowledgmentNumber, -1)
    const base = sequenceAdd(this.#secret(pair, 0), sequenceAdd(ack.sequenceNumber, -1))
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

/** Options of a SYN that survive a cookie: without timestamps on both ends only the MSS (Linux's tcp_clear_options). */
export function withoutWhatIsLost(syn: Segment, timestampsOn: boolean): Segment {
  const { timestamps, mss } = syn.options
  if (timestampsOn && timestamps !== undefined) return syn
  const options = mss === undefined ? {} : { mss }
  return { ...syn, flags: syn.flags & ~ECN_SETUP, options }
}

/** Returns a timestamp that is not in the future and whose low bits encode the SYN's options. */
export function timestampWithOptions(now: number, { flags, options }: Segment): number {
  const { windowScale, sackPermitted } = options
  const asksForEcn = (flags & ECN_SETUP) === ECN_SETUP
  const bits = (windowScale ?? NO_SCALE) | (sackPermitted ? SACK_BIT : 0) | (asksForEcn ? ECN_BIT : 0)
  const value = (((now >>> OPTION_BITS) << OPTION_BITS) | bits) >>> 0
  return value > now ? (value - (1 << OPTION_BITS)) >>> 0 : value
}

/** Rebuilds the SYN from a returning ACK: its MSS from the cookie, everything else from the echoed timestamp. */
export function synFromEcho(ack: Segment, mss: number): Segment {
  const { timestamps } = ack.options
  const echo = timestamps?.echoReply ?? NO_SCALE
  const scale = echo & NO_SCALE
  const options = {
    mss,
    ...(timestamps !== undefined && { timestamps }),
    ...(scale !== NO_SCALE && { windowScale: scale }),
    ...((echo & SACK_BIT) !== 0 && { sackPermitted: true }),
  }
  const flags = TcpFlag.SYN | ((echo & ECN_BIT) !== 0 ? ECN_SETUP : 0)
  return { ...ack, flags, sequenceNumber: sequenceAdd(ack.sequenceNumber, -1), options }
}
