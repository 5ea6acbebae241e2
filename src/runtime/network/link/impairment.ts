/** What a link does to frames, per direction. */
import type { Nanoseconds } from '../clock.ts'
import { GILBERT_ELLIOTT_NAMES, type GilbertElliott } from './gilbert-elliott.ts'

/** How many frames may wait, as Linux's pfifo counts, or how many bytes of frames, as its bfifo does. */
export type QueueLimit = number | { readonly bytes: number }

export interface Impairment {
  /** From the last bit sent to the last bit received. */
  delay: Nanoseconds
  /** Each frame's delay is off by up to this much, either way. Frames keep their order: reordering is a fault of its own. */
  jitter: Nanoseconds
  /** From 0 to 1: how much each frame's jitter is like that of the one before, as the last number of netem's `delay 10ms 2ms 25%`. */
  jitterCorrelation: number
  /**
   * Bits per second; null for a link that takes no time to send. Counted as Linux's `tc` does: the frame with its Ethernet header, without
   * preamble, frame check sequence and gap. 1,514 bytes at 10 Mbit/s take 1.2112 ms.
   */
  rate: number | null
  /** What may wait while a frame is being sent; the next is thrown away. 1000 frames, as a Linux interface's. */
  queue: QueueLimit
  /**
   * Frames that wait from which on the next is marked "congestion experienced" if its sender understands that (RFC 3168); null for a link that
   * never marks. What does not understand is not dropped before the queue is full.
   */
  mark: number | null
  /** Probability that a frame is lost, each by itself. */
  loss: number
  /**
   * From 0 to 1: how much each draw is like the one before, as the last number of netem's `loss 5% 25%`. With it draws lie nearer to the middle: small losses
   * grow rarer, as there. For bursts of a known length there is `gemodel`.
   */
  lossCorrelation: number
  /** Loss in bursts, beside the other; null for none. */
  gemodel: GilbertElliott | null
  /** Probability that a frame arrives twice. */
  duplicate: number
  /**
   * Probability that a frame goes without the delay and so overtakes those under way, as netem's `reorder`. There must be a delay: without one there is
   * nothing to overtake.
   */
  reorder: number
  /** Only every so many frames can one be reordered: with `reorder` 1 and `gap` 5 each fifth is. 1, as netem's. */
  gap: number
  /** Probability that one bit behind the Ethernet header flips. */
  corrupt: number
  /** Longest IP packet, in bytes, that passes; longer ones vanish without a word, as on a misconfigured path. */
  mtu: number
}

export const PERFECT: Readonly<Impairment> = {
  delay: 0,
  jitter: 0,
  jitterCorrelation: 0,
  rate: null,
  queue: 1000,
  mark: null,
  loss: 0,
  lossCorrelation: 0,
  gemodel: null,
  duplicate: 0,
  reorder: 0,
  gap: 1,
  corrupt: 0,
  mtu: 1500,
}

/** Nanoseconds that `bytes` take at `rate` bits per second, rounded up; none where there is no rate. */
export function serialisationTime(bytes: number, rate: number | null): Nanoseconds {
  return rate === null ? 0 : Math.ceil((bytes * 8_000_000_000) / rate)
}

const PROBABILITIES: ReadonlySet<string> = new Set([
  'loss',
  'duplicate',
  'reorder',
  'corrupt',
  'lossCorrelation',
  'jitterCorrelation',
])

/**
 * Throws RangeError that names the value when one of them cannot be. `former`: what holds beside them, for what only several values together make
 * impossible.
 */
export function checkImpairment(values: Partial<Impairment>, former: Readonly<Impairment> = PERFECT): void {
  for (const [name, value] of Object.entries(values)) {
    const problem = impossibility(name, value)
    if (problem !== null) throw new RangeError(`A link's ${name} cannot be ${shown(value)}: ${problem}`)
  }
  const { reorder, delay } = { ...former, ...values }
  if (reorder > 0 && delay === 0) {
    throw new RangeError(
      `A link's reorder cannot be ${reorder} without a delay: a reordered packet goes without it, ahead of those that wait`,
    )
  }
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

const NUMBERS: ReadonlySet<string> = new Set(['mtu', 'mark', 'gap'])

function impossibility(name: string, value: unknown): string | null {
  if (!(name in PERFECT)) return `there are ${Object.keys(PERFECT).join(', ')}`
  if (name === 'rate')
    return value === null || (typeof value === 'number' && value > 0) ? null : 'bits per second above 0, or null'
  if (name === 'gemodel') return value === null ? null : impossibleModel(value)
  if (name === 'queue') return isQueueLimit(value) ? null : 'a whole number of packets, or { bytes: … }, not negative'
  if (value === null && name === 'mark') return null
  if (typeof value !== 'number') return 'a number is needed'
  if (PROBABILITIES.has(name)) return isProbability(value) ? null : 'a probability lies between 0 and 1'
  if (name === 'gap' && value < 1) return 'a whole number, at least 1'
  if (isWhole(value)) return null
  return NUMBERS.has(name) ? 'a whole number, not negative' : 'whole nanoseconds, not negative'
}

function impossibleModel(model: unknown): string | null {
  if (typeof model !== 'object' || !('p' in model!) || !('r' in model))
    return 'a model has p and r, and perhaps 1-h and 1-k'
  for (const [name, value] of Object.entries(model)) {
    if (!(GILBERT_ELLIOTT_NAMES as readonly string[]).includes(name))
      return `a model has ${GILBERT_ELLIOTT_NAMES.join(', ')}`
    if (!isProbability(value)) return `its ${name} is a probability and lies between 0 and 1`
  }
  return null
}

function isProbability(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1
}

function isQueueLimit(value: unknown): boolean {
  if (typeof value === 'object' && value !== null && 'bytes' in value) return isWhole(value.bytes)
  return isWhole(value)
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
