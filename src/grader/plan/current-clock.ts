import { type Clock, type Duration, LabError } from '#lab'

/** Clocks of the worlds whose tests are running. Those of one run are of one kind, with one tolerance. */
const current = new Set<Clock>()

/** Makes comparisons of time use this clock's tolerance while the test of its world runs. Call the returned function at its end. */
export function compareTimesBy(clock: Clock): () => void {
  current.add(clock)
  return () => void current.delete(clock)
}

/** Returns the tolerance of a comparison with this time, in milliseconds. Throws MISUSE outside a test. */
export function toleranceOf(time: Duration): number {
  for (const clock of current) return clock.tolerance(time)
  const expected = 'a world whose clock the times are from'
  throw new LabError({ code: 'MISUSE', expected, seen: 'a comparison outside a test', at: 0, packets: [] })
}
