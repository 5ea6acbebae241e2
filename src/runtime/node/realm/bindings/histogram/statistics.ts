/** Statistics of a histogram: hdr_histogram.c, and node::Histogram above it. */
import type { HdrHistogram } from './hdr-histogram.ts'

const sumOver = (histogram: HdrHistogram, of: (value: number) => number): number =>
  histogram.buckets.reduce((sum, { value, count }) => sum + count * of(histogram.medianEquivalent(value)), 0)

export function mean(histogram: HdrHistogram): number {
  return sumOver(histogram, (value) => value) / histogram.total
}

function variance(histogram: HdrHistogram): number {
  const middle = mean(histogram)
  return sumOver(histogram, (value) => (value - middle) ** 2) / histogram.total
}

export const standardDeviation = (histogram: HdrHistogram): number => Math.sqrt(variance(histogram))

export function skewness(histogram: HdrHistogram): number {
  const square = variance(histogram)
  if (histogram.total < 3 || square === 0) return 0
  const middle = mean(histogram)
  const cube = sumOver(histogram, (value) => (value - middle) * (value - middle) * (value - middle)) / histogram.total
  return cube / (square * Math.sqrt(square))
}

/** Returns the kurtosis in excess of a normal distribution's. */
export function kurtosis(histogram: HdrHistogram): number {
  const square = variance(histogram)
  if (histogram.total < 4 || square === 0) return 0
  const middle = mean(histogram)
  const fourth = sumOver(histogram, (value) => (value - middle) ** 2 * (value - middle) ** 2) / histogram.total
  return fourth / (square * square) - 3
}

/** Returns the share of values up to this one. */
export function distribution(histogram: HdrHistogram, value: number): number {
  if (histogram.total === 0) return 0
  let upTo = 0
  for (const bucket of histogram.buckets) if (bucket.value <= value) upTo += bucket.count
  return upTo / histogram.total
}

/** Returns the greatest distance between two distributions (Kolmogorov and Smirnov). */
export function greatestDistance(a: HdrHistogram, b: HdrHistogram): number {
  if (a.total === 0 || b.total === 0) return 0
  const values = [...a.buckets, ...b.buckets].map(({ value }) => value)
  return Math.max(...values.map((value) => Math.abs(distribution(a, value) - distribution(b, value))))
}

export function percentile(histogram: HdrHistogram, share: number): number {
  const wanted = Math.max(1, Math.floor((share / 100) * histogram.total + 0.5))
  let seen = 0
  for (const { value, count } of histogram.buckets) {
    seen += count
    if (seen >= wanted) return histogram.highestEquivalent(value)
  }
  return histogram.highestEquivalent(0)
}

/** Returns percentiles, each half as far from 100 as the one before (hdr_iter_percentile_init with one tick per half distance), and 100. */
export function percentiles(histogram: HdrHistogram): [percentile: number, value: number][] {
  const found: [number, number][] = []
  let next = 0
  let seen = 0
  let last = 0
  for (const { value, count } of histogram.buckets) {
    seen += count
    last = value
    do {
      if (next > (100 * seen) / histogram.total) break
      found.push([next, value])
      next += 100 / 2 ** (Math.trunc(Math.log(100 / (100 - next)) / Math.log(2)) + 1)
    } while (seen < histogram.total)
  }
  return [...found, [100, last]]
}

/**
 * Counts the values between successive borders, by border: `after` returns the next border (hdr_iter_linear_init, hdr_iter_log_init). A border
 * is the lowest value of its bucket.
 */
export function bucketsBetween(
  histogram: HdrHistogram,
  first: number,
  after: (border: number) => number,
): [border: number, count: number][] {
  const found: [number, number][] = []
  const left = [...histogram.buckets]
  for (let level = first; left.length > 0; level = after(level)) {
    const border = histogram.lowestEquivalent(Math.trunc(level))
    let count = 0
    // Checked before the first value is read, when 0 is not beyond the first border.
    while (border > 0 && left.length > 0 && left[0]!.value <= border) count += left.shift()!.count
    found.push([border, count])
  }
  return found
}
