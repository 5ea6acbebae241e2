import type { Clock } from '../../network/index.ts'
import { type JournalBatch, type JournalEntry, LabError, type Moment } from '../api/index.ts'
import { toMilliseconds } from '../duration.ts'
import type { Batch } from '../protocol.ts'
import { count } from '../text.ts'

/** What a journal is executed on: a world just made, by the engine that kept the journal. */
export interface Relivable {
  /** Executes a batch as it was, but no further than `end`, where the world is then paused. */
  relive(batch: Batch, end: Moment | null): Promise<void>
  pause(): void
  resume(): void
}

/**
 * Lives a life again, to its end or to a moment in it; the world then is as it was there, and what was waited for still is. Throws LabError when it
 * turns out differently, as it may after a change of the platform.
 */
export async function replayJournal(
  world: Relivable,
  clock: Clock,
  journal: readonly JournalEntry[],
  until: Moment | null,
): Promise<void> {
  for (const entry of journal) {
    if (until !== null && isAfter(entry, until)) break
    if (entry.kind === 'batch') await reliveBatch(world, clock, entry, until)
    else if (entry.kind === 'pause') world.pause()
    else world.resume()
  }
  if (until !== null && Number.isFinite(until.at)) passTo(clock, until.at)
  world.resume()
}

async function reliveBatch(world: Relivable, clock: Clock, entry: JournalBatch, until: Moment | null): Promise<void> {
  const { batch, paused = null } = entry
  check(clock, entry)
  const endsAtPause = paused !== null && (until === null || !isAfter(paused, until))
  await world.relive(batch, endsAtPause ? paused : until)
  if (!endsAtPause) return
  passTo(clock, paused.at)
  check(clock, paused)
}

/** Nothing happens on the way: it did not then. */
function passTo(clock: Clock, at: number): void {
  if (at > clock.now) clock.advanceTo(at)
}

function check({ happened, now }: Clock, { events, at }: Moment): void {
  if (happened === events && now === at) return
  const expected = `the life of the recipe: ${describe(events, at)}`
  const seen = `another life than the recipe's: ${describe(happened, now)} instead of ${describe(events, at)}`
  throw new LabError({ code: 'UNEXPECTED', expected, seen, at: toMilliseconds(now), packets: [] })
}

function describe(events: number, at: number): string {
  return `${count(events, 'event')} by ${toMilliseconds(at)} ms`
}

/** Does one moment of a life come after another? */
export function isAfter(a: Moment, b: Moment): boolean {
  return a.at > b.at || a.events > b.events
}
