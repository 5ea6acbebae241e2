/** What crosses between a machine that grades and the container that does it: lines of JSON, one job in, messages out. */
import type { BackendName, ExerciseSources, Files, Report, TestResult } from '../src/grader/index.ts'
import type { WorldRecipe } from '../src/runtime/lab/index.ts'

/** A failure to live again, with the program that was handed in. */
export interface ReplayJob {
  replay: WorldRecipe
}

/** One submission to grade. The container holds no exercise of its own. */
export interface Job {
  /** Its files without solutions, and the hash of all of them. */
  exercise: ExerciseSources
  exerciseHash: string
  submission: Files
  backend: BackendName
  /** Run as on that backend, for comparing the two. */
  like?: BackendName
  seed: number
  variant: string
  /** Patterns of test ids; absent: all. */
  tests?: string[]
  learner?: string
  attempt?: number
  /** How many stages of the hints the learner opened. */
  hintsOpened?: number
  /** Send the recordings of failed tests. */
  recordings?: boolean
  /** Send what makes the worlds of failed tests again. */
  replays?: boolean
  /** How the submission is named in the command that repeats this. */
  submissionName?: string
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
  /** The end of a world that was lived again: its packets a line each, and as pcapng in base64. */
  | { kind: 'lived'; ladder: string[]; pcapng: string }
  /** Nothing could be done, and why: never the submission's doing. */
  | { kind: 'error'; message: string }
