import type { NetworkDescription } from '../../network/index.ts'
import type { Batch, Files, WorldLimits } from '../protocol.ts'
import type { Schedule } from './schedule.ts'

/**
 * A world as data: what it is made of and what was done to it. The same recipe gives the same packets, byte for byte, wherever it is followed. Its
 * form may change between versions of the platform; `version` says which one this is.
 */
export interface WorldRecipe {
  version: 1
  /** Version of the platform, where it was told: another one may give other packets. */
  platform?: string
  description: NetworkDescription
  seed: number
  files: { submission: Files; programs: Files }
  schedule?: Schedule
  limits?: WorldLimits
  journal: JournalEntry[]
}

/** A place in a world's life: after so many events, at that time (nanoseconds). */
export interface Moment {
  events: number
  at: number
}

/** What was done, in order: a batch of commands as it came, without its looks; or that the world was let go again. */
export type JournalEntry = JournalBatch | JournalPause

export interface JournalBatch extends Moment {
  kind: 'batch'
  batch: Batch
  /** The world was paused in the middle of this batch, and stood here. */
  paused?: Moment
}

export interface JournalPause extends Moment {
  kind: 'pause' | 'resume'
}
