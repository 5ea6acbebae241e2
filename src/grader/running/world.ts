import type { LabSession, Schedule, WorldLimits } from '#lab'
import type { Files, Params } from '../exercise/index.ts'

/** Everything that a world depends on. The same request opens the same world. */
export interface WorldRequest {
  topology: { file: string; text: string }
  params: Params
  seed: number
  schedule: Schedule
  files: { submission: Files; programs: Files }
  limits: WorldLimits & { memoryMiB: number }
}

/** Real time that is left. */
export interface TimeLeft {
  /** Milliseconds; 0 or less when it is over. */
  readonly leftMs: number
  /** Completes "the process …" for one that was stopped because the time was over. */
  readonly reason: string
}

/**
 * Opens a world and connects to it: provided by page, command line or container, for whatever backend they have. If the programs
 * block the grader's own thread, only `time` can end them.
 */
export type OpenWorld = (request: WorldRequest, time?: TimeLeft) => Promise<LabSession>
