import type { Clock } from '#network'
import { type Batch, type JournalBatch, type JournalEntry, LabError, type Moment } from '../api/index.ts'
import { toMilliseconds } from '../duration.ts'
import { count } from '../text.ts'

/** A new world that a journal can be executed on, by the engine that wrote the journal. */
export interface Replayable {
  /** Executes a batch again, no further than `end`; there the world is paused. */
  replay(batch: Batch, end: Moment | null): Promise<void>
  pause(): void
  resume(): void
}

/**
 * Replays a run to its end or to a moment in it. The world is then as it was there, and waits that were pending still are.
 * Throws LabError if the run turns out differently, which can happen after a change of the platform.
 */
export async function replayJournal(
  world: Replayable,
  clock: Clock,
  journal: readonly JournalEntry[],
  until: Moment | null,
): Promise<void> {
  for (const entry of journal) {
    if (until !== null && isAfter(entry, until)) break
    if (entry.kind === 'batch') await replayBatch(world, clock, entry, until)
    else if (entry.kind === 'pause') world.pause()
    else world.resume()
  }
  if (until !== null && Number.isFinite(until.at)) passTo(clock, until.at)
  world.resume()
}

async function replayBatch(world: Replayable, clock: Clock, entry: JournalBatch, until: Moment | null): Promise<void> {
  const { batch, paused = null } = entry
  check(clock, entry)
  const endsAtPause = paused !== null && (until === null || !isAfter(paused, until))
  await world.replay(batch, endsAtPause ? paused : until)
  if (!endsAtPause) return
  passTo(clock, paused.at)
  check(clock, paused)
}

/** Advances the clock through a stretch without events. */
function passTo(clock: Clock, at: number): void {
  if (at > clock.now) clock.advanceTo(at)
}

function check({ happened, now }: Clock, { events, at }: Moment): void {
  if (happened === events && now === at) return
  const expected = `the run of the recipe: ${describe(events, at)}`
  const seen = `a different run: ${describe(happened, now)} instead of ${describe(events, at)}`
  throw new LabError({ code: 'UNEXPECTED', expected, seen, at: toMilliseconds(now), packets: [] })
}

function describe(events: number, at: number): string {
  return `${count(events, 'event')} by ${toMilliseconds(at)} ms`
}

/** Returns whether moment `a` of a run comes after moment `b`. */
export function isAfter(a: Moment, b: Moment): boolean {
  return a.at > b.at || a.events > b.events
}
