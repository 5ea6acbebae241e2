import type { RealmContext } from '../../context.ts'
import { HdrHistogram } from './hdr-histogram.ts'
import { MovingAverages } from './moving-averages.ts'
import * as statistics from './statistics.ts'

const INT64_MAX = 2n ** 63n - 1n
const bigOf = (value: number): bigint => (value > Number(INT64_MAX / 2n) ? INT64_MAX : BigInt(value))

export interface HistogramOptions {
  lowest: number | bigint
  highest: number | bigint
  figures: number
  halfLife?: number
  threshold?: number
}

/** node::HistogramBase: the base of the histograms of `perf_hooks`. */
export class HistogramHandle {
  readonly #realm: RealmContext
  readonly #histogram: HdrHistogram
  readonly #averages: MovingAverages
  #exceeds = 0
  /** Time of the last `recordDelta`, in ns; 0 for none. */
  #previous = 0

  constructor(realm: RealmContext, { lowest, highest, figures, halfLife = 0, threshold = 0 }: HistogramOptions) {
    this.#realm = realm
    this.#histogram = new HdrHistogram(Number(lowest), Number(highest), figures)
    this.#averages = new MovingAverages(halfLife, threshold)
    realm.shared.add(this)
  }

  record(value: number | bigint): void {
    const number = Number(value)
    if (this.#histogram.record(number)) this.#averages.record(number)
    else this.#exceeds++
  }

  recordDelta(): number {
    const now = this.#realm.kernel.clock()
    const delta = this.#previous > 0 ? now - this.#previous : 0
    if (this.#previous > 0) this.record(delta)
    this.#previous = now
    return delta
  }

  /** hdr_record_corrected_value: also records the values not measured while one took longer than `interval`. */
  recordCorrected(value: number | bigint, interval: number | bigint): void {
    const step = Number(interval)
    this.record(value)
    for (let missing = Number(value) - step; missing >= step; missing -= step) this.record(missing)
  }

  add(other: HistogramHandle): number {
    this.#exceeds += this.#histogram.merge(other.#histogram, 1) + other.#exceeds
    return this.#exceeds
  }

  subtract(other: HistogramHandle): void {
    this.#histogram.merge(other.#histogram, -1)
  }

  reset(): void {
    this.#histogram.reset()
    this.#averages.reset()
    this.#exceeds = 0
    this.#previous = 0
  }

  count = (): number => this.#histogram.total
  countBigInt = (): bigint => BigInt(this.#histogram.total)
  countAt = (value: number): number => this.#histogram.countAt(value)
  min = (): number => this.#histogram.min
  minBigInt = (): bigint => bigOf(this.#histogram.min)
  max = (): number => this.#histogram.max
  maxBigInt = (): bigint => bigOf(this.#histogram.max)
  exceeds = (): number => this.#exceeds
  exceedsBigInt = (): bigint => BigInt(this.#exceeds)
  mean = (): number => statistics.mean(this.#histogram)
  stddev = (): number => statistics.standardDeviation(this.#histogram)
  skewness = (): number => statistics.skewness(this.#histogram)
  kurtosis = (): number => statistics.kurtosis(this.#histogram)
  cdf = (value: number): number => statistics.distribution(this.#histogram, value)
  ksTest = (other: HistogramHandle): number => statistics.greatestDistance(this.#histogram, other.#histogram)
  ewmaMean = (): number => this.#averages.mean
  ewmaStddev = (): number => this.#averages.standardDeviation
  ewmaErrorRate = (): number => this.#averages.errorRate
  percentile = (share: number): number => statistics.percentile(this.#histogram, share)
  percentileBigInt = (share: number): bigint => bigOf(this.percentile(share))

  percentiles(map: Map<number, number>): void {
    for (const [share, value] of statistics.percentiles(this.#histogram)) map.set(share, value)
  }

  percentilesBigInt(map: Map<number, bigint>): void {
    for (const [share, value] of statistics.percentiles(this.#histogram)) map.set(share, bigOf(value))
  }

  percentilesAt(map: Map<number, number>, shares: Float64Array): void {
    for (const share of shares) map.set(share, this.percentile(share))
  }

  linearBuckets(step: number, map: Map<number, number>): void {
    for (const [border, count] of statistics.bucketsBetween(this.#histogram, step, (at) => at + step))
      map.set(border, count)
  }

  logBuckets(first: number, base: number, map: Map<number, number>): void {
    for (const [border, count] of statistics.bucketsBetween(this.#histogram, first, (at) => at * base))
      map.set(border, count)
  }
}

/** Statistical tests between two histograms, new in Node 24. */
for (const name of ['welchTest', 'mannWhitneyTest', 'cohensD', 'cliffsD', 'percentileCI'])
  Object.defineProperty(HistogramHandle.prototype, name, {
    value() {
      throw new Error(`${name} of a histogram is not supported here yet`)
    },
  })
