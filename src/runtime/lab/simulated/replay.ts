import { LabError, type Moment, type WorldRecipe } from '../api/index.ts'
import { replayJournal } from '../backend/index.ts'
import type { LabBackend } from '../protocol.ts'
import { type OpenSimulatedOptions, openSimulatedEngine } from './open.ts'

export interface ReplayOptions
  extends Pick<OpenSimulatedOptions, 'starter' | 'loadDriver' | 'mounts' | 'observe' | 'tables' | 'trace'> {
  /** Moment to stop at, by time (nanoseconds) or by the number of events before it; by default the end of the recipe. */
  until?: Partial<Moment>
}

/**
 * Replays a recipe to its end or to an earlier moment, from which the caller can continue on a branch of its own. The first
 * answer arrives when that moment is reached. The same recipe gives the same packets, byte for byte. Throws LabError
 * NOT_SUPPORTED for a recipe of another version.
 */
export function openReplay(recipe: WorldRecipe, { until, ...options }: ReplayOptions): LabBackend {
  const { version, journal, platform: _, ...origin } = recipe
  if (version !== 1)
    throw new LabError({
      code: 'NOT_SUPPORTED',
      expected: 'a recipe of version 1',
      seen: `version ${version}`,
      at: 0,
      packets: [],
    })
  const { engine, clock } = openSimulatedEngine({ ...origin, ...options })
  const { events = Number.POSITIVE_INFINITY, at = Number.POSITIVE_INFINITY } = until ?? {}
  const standing = replayJournal(engine, clock, journal, until === undefined ? null : { events, at })
  // The first caller gets the error.
  standing.catch(() => {})
  return {
    description: { ...engine.description, firstCommand: 1 + lastCommand(recipe) },
    async execute(batch) {
      await standing
      return engine.execute(batch)
    },
    pause: () => engine.pause(),
    resume: () => engine.resume(),
    passOn: () => engine.passOn(),
    close: () => engine.close(),
  }
}

function lastCommand({ journal }: WorldRecipe): number {
  const ids = journal.flatMap((entry) => (entry.kind === 'batch' ? entry.batch.commands.map(({ id }) => id) : []))
  return ids.reduce((most, id) => Math.max(most, id), 0)
}
