/** What crosses between a machine that grades and the container that does it: lines of JSON, one job in, messages out. */
import type { ExerciseSources, Report, TestResult } from '#grader'
import type { GradeExtras, GradeJob } from '#grader/running/index.ts'
import type { WorldRecipe } from '#lab'

/** A failure to replay, with the submitted program. */
export interface ReplayJob {
  replay: WorldRecipe
}

/** A job with its exercise: the container holds none of its own. */
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
  /** What makes a failed test's simulated world again. */
  | { kind: 'replay'; test: string; recipe: WorldRecipe }
  | { kind: 'report'; report: Report }
  /** Result of a replay: its packets, one line each, and as pcapng in base64. */
  | { kind: 'lived'; ladder: string[]; pcapng: string }
  /** Nothing could be done, and why: never the submission's doing. */
  | { kind: 'error'; message: string }
