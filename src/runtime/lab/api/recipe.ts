import type { NetworkDescription } from '#network'
import type { Batch, Files, WorldLimits } from '../protocol.ts'
import type { Schedule } from './schedule.ts'

/**
 * A world as data: its description and everything that was done to it. The same recipe gives the same packets, byte for
 * byte, on every machine. The format may change between versions of the platform; `version` names it.
 */
export interface WorldRecipe {
  version: 1
  /** Version of the platform, if known: another one may give other packets. */
  platform?: string
  description: NetworkDescription
  seed: number
  files: { submission: Files; programs: Files }
  schedule?: Schedule
  limits?: WorldLimits
  journal: JournalEntry[]
}

/** A moment of a run: after so many events, at that time (nanoseconds). */
export interface Moment {
  events: number
  at: number
}

/** A batch of commands without its looks, or a pause or resume. */
export type JournalEntry = JournalBatch | JournalPause

export interface JournalBatch extends Moment {
  kind: 'batch'
  batch: Batch
  /** Where the world was paused in the middle of this batch. */
  paused?: Moment
}

export interface JournalPause extends Moment {
  kind: 'pause' | 'resume'
}
