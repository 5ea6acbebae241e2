import { type Clock, type Duration, LabError } from '#lab'

/** Clocks of the worlds whose tests run now. Those of one run are of one kind, with one tolerance. */
const current = new Set<Clock>()

/** Comparisons of time use this clock's tolerance while the test of its world runs. Call what it returns when that is over. */
export function compareTimesBy(clock: Clock): () => void {
  current.add(clock)
  return () => void current.delete(clock)
}

/** What a comparison with this time allows, in milliseconds. Throws MISUSE outside a test. */
export function toleranceOf(time: Duration): number {
  for (const clock of current) return clock.tolerance(time)
  const expected = 'a world whose clock the times are from'
  throw new LabError({ code: 'MISUSE', expected, seen: 'a comparison outside a test', at: 0, packets: [] })
}
