import { LabError, type Moment, type WorldRecipe } from '../api/index.ts'
import { replayJournal } from '../backend/index.ts'
import type { LabBackend } from '../protocol.ts'
import { type OpenSimulatedOptions, openSimulatedEngine } from './open.ts'

export interface ReplayOptions
  extends Pick<OpenSimulatedOptions, 'starter' | 'loadDriver' | 'observe' | 'tables' | 'trace'> {
  /** The moment to stand at, by its time (nanoseconds) or by the events that happened before it; the end of the recipe unless said. */
  until?: Partial<Moment>
}

/**
 * Makes a world again from its recipe and stands at its end, or at a moment before it: there a hand can go on, which branches off that past. Its first
 * answer comes when it stands there. The same recipe gives the same packets, byte for byte. Throws LabError NOT_SUPPORTED for a recipe of another version.
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
  // Whoever asks first is told.
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
