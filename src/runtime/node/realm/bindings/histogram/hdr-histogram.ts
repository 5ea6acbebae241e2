/**
 * A histogram of high dynamic range, as Node's (HdrHistogram_c): values that agree in their first figures share a bucket. Buckets double in width, and
 * each is divided into the same number of sub-buckets; only those with values take memory.
 */

const WORD = 2 ** 32
/** INT64_MAX as a double: the minimum of an empty histogram. */
const NO_VALUE = 2 ** 63

const bitsOf = (value: number): number =>
  value >= WORD ? 64 - Math.clz32(Math.floor(value / WORD)) : 32 - Math.clz32(value)

export interface Bucket {
  index: number
  /** Lowest value in it. */
  value: number
  count: number
}

export class HdrHistogram {
  readonly #unitMagnitude: number
  readonly #halfMagnitude: number
  readonly #halfCount: number
  readonly #indices: number
  readonly #counts = new Map<number, number>()
  #sorted: Bucket[] | null = []
  #total = 0
  #min = NO_VALUE
  #max = 0

  /** `lowest`: smallest value distinguished from 0; `figures`: number of significant decimal figures. */
  constructor(lowest: number, highest: number, figures: number) {
    this.#unitMagnitude = bitsOf(lowest) - 1
    this.#halfMagnitude = Math.max(1, Math.ceil(Math.log2(2 * 10 ** figures))) - 1
    this.#halfCount = 2 ** this.#halfMagnitude
    let buckets = 1
    for (let end = this.#halfCount * 2 ** (this.#unitMagnitude + 1); end <= highest; end *= 2) buckets++
    this.#indices = (buckets + 1) * this.#halfCount
  }

  get total(): number {
    return this.#total
  }

  get min(): number {
    if (this.countAtIndex(0) > 0) return 0
    return this.#total === 0 ? NO_VALUE : this.lowestEquivalent(this.#min)
  }

  get max(): number {
    return this.#total === 0 ? 0 : this.highestEquivalent(this.#max)
  }

  /** Returns false for a value beyond the histogram's end. */
  record(value: number, count = 1): boolean {
    const index = this.#indexOf(value)
    if (value < 0 || index >= this.#indices) return false
    this.#put(index, this.countAtIndex(index) + count)
    if (value !== 0 && value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
    return true
  }

  reset(): void {
    this.#counts.clear()
    this.#sorted = []
    this.#total = 0
    this.#min = NO_VALUE
    this.#max = 0
  }

  countAtIndex(index: number): number {
    return this.#counts.get(index) ?? 0
  }

  countAt(value: number): number {
    return this.countAtIndex(this.#indexOf(value))
  }

  /** Buckets with values, sorted by value. */
  get buckets(): readonly Bucket[] {
    this.#sorted ??= [...this.#counts]
      .sort(([a], [b]) => a - b)
      .map(([index, count]) => ({ index, count, value: this.valueAt(index) }))
    return this.#sorted
  }

  /** Adds the other's counts, or subtracts them down to 0. */
  merge(other: HdrHistogram, sign: 1 | -1): number {
    let dropped = 0
    for (const { value, count } of [...other.buckets]) {
      if (sign === 1) {
        if (!this.record(value, count)) dropped += count
      } else if (this.countAt(value) > 0) this.#put(this.#indexOf(value), Math.max(0, this.countAt(value) - count))
    }
    if (sign === -1) this.#findBounds()
    else if (other.#total > 0) this.#max = Math.max(this.#max, other.#max)
    return dropped
  }

  valueAt(index: number): number {
    const bucket = Math.floor(index / this.#halfCount) - 1
    const sub = index % this.#halfCount
    return bucket < 0 ? sub * 2 ** this.#unitMagnitude : (sub + this.#halfCount) * 2 ** (bucket + this.#unitMagnitude)
  }

  highestEquivalent(value: number): number {
    return this.lowestEquivalent(value) + this.#width(value) - 1
  }

  medianEquivalent(value: number): number {
    return this.lowestEquivalent(value) + Math.floor(this.#width(value) / 2)
  }

  #put(index: number, count: number): void {
    this.#total += count - this.countAtIndex(index)
    if (count === 0) this.#counts.delete(index)
    else this.#counts.set(index, count)
    this.#sorted = null
  }

  #findBounds(): void {
    const held = this.buckets
    this.#min = held.find(({ value }) => value > 0)?.value ?? NO_VALUE
    this.#max = held.at(-1)?.value ?? 0
  }

  #bucketOf(value: number): number {
    return Math.max(0, bitsOf(value) - this.#unitMagnitude - this.#halfMagnitude - 1)
  }

  #width(value: number): number {
    return 2 ** (this.#unitMagnitude + this.#bucketOf(value))
  }

  lowestEquivalent(value: number): number {
    const width = this.#width(value)
    return Math.floor(value / width) * width
  }

  #indexOf(value: number): number {
    const bucket = this.#bucketOf(value)
    return bucket * this.#halfCount + Math.floor(value / 2 ** (bucket + this.#unitMagnitude))
  }
}
