/** Messages between the machine and its grading container: lines of JSON, one job in, messages out. */
import type { ExerciseSources, Report, TestResult } from '#grader'
import type { GradeExtras, GradeJob } from '#grader/running/index.ts'
import type { WorldRecipe } from '#lab'

/** A failure to replay, with the submitted program. */
export interface ReplayJob {
  replay: WorldRecipe
}

/** A job with its exercise: the container has none of its own. */
export interface GradeOrder extends GradeExtras {
  job: GradeJob
  /** Its files without solutions, and the hash of all of them. */
  exercise: ExerciseSources
  exerciseHash: string
}

export type HarnessMessage =
  /** The harness has booted and waits for its job. */
  | { kind: 'ready' }
  | { kind: 'test'; result: TestResult }
  /** The recording of a failed test's world: pcapng in base64. */
  | { kind: 'recording'; test: string; pcapng: string }
  /** The recipe that replays a failed test's simulated world. */
  | { kind: 'replay'; test: string; recipe: WorldRecipe }
  | { kind: 'report'; report: Report }
  /** Result of a replay: its packets, one line each, and as pcapng in base64. */
  | { kind: 'lived'; ladder: string[]; pcapng: string }
  /** Why the job could not be done; never the submission's fault. */
  | { kind: 'error'; message: string }
