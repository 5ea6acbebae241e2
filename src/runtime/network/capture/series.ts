/** Series over time, for plots: one shape for all of them. */
import type { Nanoseconds } from '../clock.ts'

export type SeriesUnit = 'bytes' | 'nanoseconds' | 'bytes per second' | 'frames' | 'segments' | 'sequence number'

/** Values with their times: `values[i]` at `times[i]`; times never decrease. */
export interface Series {
  readonly unit: SeriesUnit
  /** In ns since the world began. */
  readonly times: readonly Nanoseconds[]
  readonly values: readonly number[]
}

/** Series being written. */
export class SeriesWriter implements Series {
  readonly unit: SeriesUnit
  readonly times: Nanoseconds[] = []
  readonly values: number[] = []

  constructor(unit: SeriesUnit) {
    this.unit = unit
  }

  add(at: Nanoseconds, value: number): void {
    this.times.push(at)
    this.values.push(value)
  }

  /** Adds a value that lasts until it changes: of several at one time the last counts, and an unchanged one adds nothing. */
  set(at: Nanoseconds, value: number): void {
    if (this.times.at(-1) === at) {
      this.times.pop()
      this.values.pop()
    }
    if (this.values.at(-1) !== value) this.add(at, value)
  }
}

/** Returns at most about `most` points that look the same: of each section its first, lowest, highest and last, in order. */
export function downsample(series: Series, most: number): Series {
  const { length } = series.times
  if (length <= most || most < 4) return series
  const stretches = Math.floor(most / 4)
  const kept = new SeriesWriter(series.unit)
  for (let index = 0; index < stretches; index++) {
    const start = Math.floor((index * length) / stretches)
    const end = Math.floor(((index + 1) * length) / stretches)
    for (const at of extremes(series.values, start, end)) kept.add(series.times[at]!, series.values[at]!)
  }
  return kept
}

function extremes(values: readonly number[], start: number, end: number): number[] {
  let [low, high] = [start, start]
  for (let i = start; i < end; i++) {
    if (values[i]! < values[low]!) low = i
    if (values[i]! > values[high]!) high = i
  }
  return [...new Set([start, low, high, end - 1])].sort((a, b) => a - b)
}
