/** What a link does to frames, per direction. */
import type { Nanoseconds } from '../clock.ts'

export interface Impairment {
  /** From the last bit sent to the last bit received. */
  delay: Nanoseconds
  /** Each frame's delay is off by up to this much, either way. Frames keep their order: reordering is a fault of its own. */
  jitter: Nanoseconds
  /**
   * Bits per second; null for a link that takes no time to send. Counted as Linux's `tc` does: the frame with its Ethernet header, without
   * preamble, frame check sequence and gap. 1,514 bytes at 10 Mbit/s take 1.2112 ms.
   */
  rate: number | null
  /** Frames that may wait while another is being sent; the next is thrown away. 1000, as a Linux interface's. */
  queue: number
  /**
   * Frames that wait from which on the next is marked "congestion experienced" if its sender understands that (RFC 3168); null for a link that
   * never marks. What does not understand is not dropped before the queue is full.
   */
  mark: number | null
  /** Probability that a frame is lost, each by itself. */
  loss: number
  /** Probability that a frame arrives twice. */
  duplicate: number
  /** Probability that a frame takes a detour: its delay counts twice (at least 1 ms more), and what is sent behind it may overtake it. */
  reorder: number
  /** Probability that one bit behind the Ethernet header flips. */
  corrupt: number
  /** Longest IP packet, in bytes, that passes; longer ones vanish without a word, as on a misconfigured path. */
  mtu: number
}

export const PERFECT: Readonly<Impairment> = {
  delay: 0,
  jitter: 0,
  rate: null,
  queue: 1000,
  mark: null,
  loss: 0,
  duplicate: 0,
  reorder: 0,
  corrupt: 0,
  mtu: 1500,
}

/** Nanoseconds that `bytes` take at `rate` bits per second, rounded up; none where there is no rate. */
export function serialisationTime(bytes: number, rate: number | null): Nanoseconds {
  return rate === null ? 0 : Math.ceil((bytes * 8_000_000_000) / rate)
}

const PROBABILITIES: ReadonlySet<string> = new Set(['loss', 'duplicate', 'reorder', 'corrupt'])

/** Throws RangeError that names the value when one of them cannot be. */
export function checkImpairment(values: Partial<Impairment>): void {
  for (const [name, value] of Object.entries(values) as [string, number | null][]) {
    const problem = impossibility(name, value)
    if (problem !== null) throw new RangeError(`A link's ${name} cannot be ${value}: ${problem}`)
  }
}

function impossibility(name: string, value: number | null): string | null {
  if (!(name in PERFECT)) return `there are ${Object.keys(PERFECT).join(', ')}`
  if (name === 'rate') return value === null || value > 0 ? null : 'bits per second above 0, or null'
  if (value === null) return name === 'mark' ? null : 'a number is needed'
  if (PROBABILITIES.has(name)) return value >= 0 && value <= 1 ? null : 'a probability lies between 0 and 1'
  if (Number.isSafeInteger(value) && value >= 0) return null
  return name === 'queue' || name === 'mtu' || name === 'mark'
    ? 'a whole number, not negative'
    : 'whole nanoseconds, not negative'
}
