import type { LabSession, Schedule, WorldLimits } from '../../runtime/lab/index.ts'
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

/** Opens a world and connects to it: given by page, command line or container, for whatever backend they have. */
export type OpenWorld = (request: WorldRequest) => Promise<LabSession>
