/** A point in time as struct timespec has it: seconds since 1970, and nanoseconds from 0 to 999,999,999. */
import { SECOND } from '#network'

export interface Timespec {
  readonly seconds: number
  readonly nanoseconds: number
}

/** `epochMs`: milliseconds since 1970 at the world's start, of which `now` is nanoseconds later. */
export function timespecAt(epochMs: number, now: number): Timespec {
  const seconds = Math.floor(now / SECOND)
  const rest = now - seconds * SECOND + (epochMs % 1000) * 1_000_000
  return { seconds: Math.floor(epochMs / 1000) + seconds + Math.floor(rest / SECOND), nanoseconds: rest % SECOND }
}

export function isLater(a: Timespec, b: Timespec): boolean {
  return a.seconds > b.seconds || (a.seconds === b.seconds && a.nanoseconds > b.nanoseconds)
}
