import { type Clock, type Duration, LabError } from '../../runtime/lab/index.ts'

let current: Clock | null = null

/** Whose tolerance comparisons of time use: the clock of the world of the test that runs; null between tests. */
export function compareTimesBy(clock: Clock | null): void {
  current = clock
}

/** What a comparison with this time allows, in milliseconds. Throws MISUSE outside a test. */
export function toleranceOf(time: Duration): number {
  if (current) return current.tolerance(time)
  const expected = 'a world whose clock the times are from'
  throw new LabError({ code: 'MISUSE', expected, seen: 'a comparison outside a test', at: 0, packets: [] })
}
