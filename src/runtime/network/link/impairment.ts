/** Effects of a link on frames, per direction. */
import type { Nanoseconds } from '../clock.ts'
import { GILBERT_ELLIOTT_NAMES, type GilbertElliott } from './gilbert-elliott.ts'

/** Limit on waiting frames, as Linux's pfifo counts, or on their bytes, as its bfifo does. */
export type QueueLimit = number | { readonly bytes: number }

export interface Impairment {
  /** From the last bit sent to the last bit received. */
  delay: Nanoseconds
  /**
   * Each frame's delay varies by up to this much, either way. Frames keep their order: reordering is a separate fault.
   */
  jitter: Nanoseconds
  /**
   * From 0 to 1: correlation of each frame's jitter with the previous one, the last number of netem's `delay 10ms 2ms
   * 25%`.
   */
  jitterCorrelation: number
  /**
   * Bits per second; null for a link without transmission time. Counted like Linux's `tc`: the frame with its Ethernet
   * header, without preamble, frame check sequence and gap. 1,514 bytes at 10 Mbit/s take 1.2112 ms.
   */
  rate: number | null
  /**
   * Limit on what waits while a frame is being sent; the next frame is dropped. 1000 frames, like a Linux interface.
   */
  queue: QueueLimit
  /**
   * Number of waiting frames from which on the next is marked "congestion experienced" if its sender supports it (RFC
   * 3168); null for never. Others are not dropped before the queue is full.
   */
  mark: number | null
  /** Probability that a frame is lost, independently. */
  loss: number
  /**
   * From 0 to 1: correlation of each draw with the previous one, the last number of netem's `loss 5% 25%`. It moves
   * draws toward the middle, so small losses get rarer, as in netem. For bursts of a known length use `gemodel`.
   */
  lossCorrelation: number
  /** Burst losses, in addition to the others; null for none. */
  gemodel: GilbertElliott | null
  /** Probability that a frame arrives twice. */
  duplicate: number
  /**
   * Probability that a frame skips the delay and overtakes those in flight, as netem's `reorder`. Requires a delay:
   * without one there is nothing to overtake.
   */
  reorder: number
  /** Only every nth frame can be reordered: with `reorder` 1 and `gap` 5, every fifth is. Default 1, as in netem. */
  gap: number
  /** Probability that one bit behind the Ethernet header flips. */
  corrupt: number
  /** Longest IP packet, in bytes, that passes; longer ones are dropped silently, as on a misconfigured path. */
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

/** Nanoseconds that `bytes` take at `rate` bits per second, rounded up; 0 without a rate. */
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
 * Throws RangeError that names an invalid value. `former`: the current values, for combinations that are invalid
 * together.
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
