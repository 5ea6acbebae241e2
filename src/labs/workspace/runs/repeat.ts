import { type ContinuedSession, isAfter, type JournalEntry, type Moment } from '#lab'
import type { Nanoseconds } from '#network'

export type RepeatedCommand = Parameters<ContinuedSession['repeat']>[0]

export interface DoneAct {
  at: Nanoseconds
  act: RepeatedCommand
}

/** Acts later than `after` and no later than `until`, limited to objects that existed before. */
export function actsBetween(journal: readonly JournalEntry[], after: Moment, until: Nanoseconds): DoneAct[] {
  const done = journal
    .filter((entry) => isAfter(entry, after))
    .flatMap((entry) => (entry.kind === 'batch' ? entry.batch.commands.map((act) => ({ at: entry.at, act })) : []))
  const later = new Set(done.map(({ act }) => `#${act.id}`))
  return done.filter(({ at, act }) => at <= until && act.kind === 'act' && !later.has(act.on))
}

/** Repeats acts, each at its time. Skips those that the world refuses because the branch took another course. */
export async function repeatActs(session: ContinuedSession, acts: readonly DoneAct[]): Promise<void> {
  for (const { at, act } of acts) {
    if (session.lab.clock.now * 1e6 < at) await session.lab.clock.until(at / 1e6)
    await session.repeat(act).catch(() => {})
  }
}
