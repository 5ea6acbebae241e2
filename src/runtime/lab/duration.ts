import { type Duration, LabError, type Time } from './api/index.ts'

/** Text form of a duration: `10ms`, `1.5s`. */
export const DURATION_PATTERN = /^(\d+(?:\.\d+)?)(ns|us|ms|s|min|h)$/

const MS_PER_UNIT = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000, min: 60_000, h: 3_600_000 } as const

/** A duration in milliseconds. Throws MISUSE naming what was given: `'200'` lacks its unit. */
export function milliseconds(duration: Duration): number {
  const ms = parseDuration(duration)
  if (ms === null)
    throw new LabError({
      code: 'MISUSE',
      expected: 'a duration: milliseconds, or a number with ns, us, ms, s, min or h',
      seen: JSON.stringify(duration) ?? String(duration),
      at: 0,
      packets: [],
    })
  return ms
}

/** The same without throwing: null for an invalid duration. Exact to the nanosecond. */
export function parseDuration(duration: unknown): number | null {
  if (typeof duration === 'number') return Number.isFinite(duration) && duration >= 0 ? duration : null
  if (typeof duration !== 'string') return null
  const match = DURATION_PATTERN.exec(duration)
  if (!match) return null
  const unit = MS_PER_UNIT[match[2] as keyof typeof MS_PER_UNIT]
  return Math.round(Number(match[1]) * unit * 1e6) / 1e6
}

/** Whole nanoseconds of a time or duration in milliseconds. */
export function toNanoseconds(ms: Time): number {
  return Math.round(ms * 1e6)
}

/** Milliseconds, exact to the nanosecond up to 104 days. */
export function toMilliseconds(ns: number): Time {
  return ns / 1e6
}

/** Formats a duration for a sentence: `250 ms`, `1.5 s`, `2 min`. */
export function formatDuration(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000} min`
  // A world counts in nanoseconds.
  if (ms >= 1000) return `${Math.round(ms * 1e6) / 1e9} s`
  return `${ms} ms`
}
