/**
 * Seeded randomness: every value is `hash(seed, label, counter)`. A stream per label (a link direction and one kind of fault, a host,
 * a process) means that no stream ever shifts another: what a learner's program draws cannot move a packet loss.
 */

const GOLDEN_RATIO = 0x9e3779b9
const WORD_SPAN = 2 ** 32
const LARGEST_SPAN = 2 ** 53

/**
 * MurmurHash3's 32-bit finaliser (Appleby, public domain): each input bit flips each output bit with a probability within 1 % of one
 * half, and it is a permutation, so different inputs stay different.
 */
function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A 32-bit digest of a seed and a label, the lower and the upper half of the seed's 53 bits and every UTF-16 unit mixed in turn. */
function digest(seed: number, label: string, start: number): number {
  let h = mix(start ^ (seed | 0))
  h = mix(h + Math.floor(seed / 0x1_0000_0000))
  for (let i = 0; i < label.length; i++) h = mix(h + GOLDEN_RATIO + label.charCodeAt(i))
  return mix(h ^ label.length)
}

/** The counter's two halves are mixed under two independent keys, so that streams do not run into each other's values. */
function draw(key: number, secondKey: number, counter: number): number {
  const low = mix(key + Math.imul(counter | 0, GOLDEN_RATIO))
  return mix(low ^ (secondKey + Math.floor(counter / 0x1_0000_0000))) >>> 0
}

const FIRST_KEY = 0x243f6a88
const SECOND_KEY = 0x85a308d3

/** A well-mixed unsigned 32-bit number from a seed, a label and a counter (both whole and not negative). */
export function hash32(seed: number, label: string, counter: number): number {
  return draw(digest(seed, label, FIRST_KEY), digest(seed, label, SECOND_KEY), counter)
}

/** The values of one label, in order. `value n` of a stream is `hash32(seed, label, n)`. */
export class RandomStream {
  readonly #key: number
  readonly #secondKey: number
  #counter = 0

  constructor(seed: number, label: string) {
    this.#key = digest(seed, label, FIRST_KEY)
    this.#secondKey = digest(seed, label, SECOND_KEY)
  }

  /** The stream's value number `counter`; does not move the stream. */
  valueAt(counter: number): number {
    return draw(this.#key, this.#secondKey, counter)
  }

  /** The next value, 0 … 2³² − 1. */
  uint32(): number {
    return this.valueAt(this.#counter++)
  }

  /**
   * A whole number from 0 to `limit` − 1, each equally likely; `limit` from 1 to 2⁵³. Draws again where a remainder would favour some. Throws RangeError for
   * what is no such limit.
   */
  below(limit: number): number {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_SPAN))
      throw new RangeError(`A random number below ${limit} cannot be: the limit is a whole number from 1 to 2^53`)
    const isWide = limit > WORD_SPAN
    const span = isWide ? LARGEST_SPAN : WORD_SPAN
    const fair = span - (span % limit)
    for (;;) {
      const value = isWide ? (this.uint32() >>> 11) * WORD_SPAN + this.uint32() : this.uint32()
      if (value < fair) return value % limit
    }
  }

  /** True with probability `p`. Always draws one value, whatever `p` is. */
  chance(p: number): boolean {
    return isHit(this.uint32(), p)
  }

  /** `length` random bytes. */
  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i += 4) {
      const value = this.uint32()
      for (let j = i; j < i + 4 && j < length; j++) bytes[j] = value >>> (8 * (j - i))
    }
    return bytes
  }
}

/** Whether a drawn 32-bit value falls into the first `p` of its range: never for 0, always for 1. */
export function isHit(value: number, p: number): boolean {
  return value < p * 0x1_0000_0000
}
