import type { Clock } from '../clock.ts'
import { EventHash, type EventMark, type EventTrace, HASH_INTERVAL, markOf, onEvents } from './event-hash.ts'

/** The first event in which two runs differ, from 0; null for the run that ended before it. */
export interface Divergence {
  readonly event: number
  readonly first: EventMark | null
  readonly second: EventMark | null
}

/** Runs a world from its beginning to its end; `watch` is called with its clock before anything happens. */
export type RepeatableRun = (watch: (clock: Clock) => void) => void | Promise<void>

/**
 * Finds where two runs part, or null where they do not: each is run once for its hashes, and again for the events of the first stretch whose hashes
 * differ, so that nothing is kept of what is equal. A run that is not the same twice cannot be searched and throws.
 */
export async function findDivergence(first: RepeatableRun, second: RepeatableRun): Promise<Divergence | null> {
  const [a, b] = [await traceOf(first), await traceOf(second)]
  const stretch = firstDifference(a, b)
  if (stretch === null) return null
  const [left, right] = [await marksOf(first, stretch, a), await marksOf(second, stretch, b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, other] = [left[i] ?? null, right[i] ?? null]
    if (one?.at !== other?.at || one?.sequence !== other?.sequence || one?.kind !== other?.kind)
      return { event: stretch * HASH_INTERVAL + i, first: one, second: other }
  }
  return null
}

/** The number of the first stretch of `HASH_INTERVAL` events in which two traces differ, from 0; null when they are equal. */
export function firstDifference(a: EventTrace, b: EventTrace): number | null {
  const shared = Math.min(a.values.length, b.values.length)
  for (let i = 0; i < shared; i++) if (a.values[i] !== b.values[i]) return i
  return a.events === b.events && a.last === b.last ? null : shared
}

async function traceOf(run: RepeatableRun): Promise<EventHash> {
  const hash = new EventHash()
  await run((clock) => void onEvents(clock, (event) => event !== null && hash.add(markOf(event))))
  return hash
}

/** The events of one stretch. Throws when the run is not the one that `expected` is of. */
async function marksOf(run: RepeatableRun, stretch: number, expected: EventTrace): Promise<EventMark[]> {
  const hash = new EventHash()
  const marks: EventMark[] = []
  const from = stretch * HASH_INTERVAL
  await run(
    (clock) =>
      void onEvents(clock, (event) => {
        if (event === null) return
        const mark = markOf(event)
        if (hash.events >= from && hash.events < from + HASH_INTERVAL) marks.push(mark)
        hash.add(mark)
      }),
  )
  if (firstDifference(hash, expected) !== null)
    throw new Error('A run differs from itself when it is repeated: something in it is neither seed nor code')
  return marks
}
