import type { BackendName, Files } from '../exercise/index.ts'

/** One submission and how to grade it. Plain data, so that another process or a container can do the work. */
export interface GradeJob {
  submission: Files
  backend: BackendName
  /** Run as on that backend: with its parameters and only the tests that it runs. For comparing two worlds. */
  like?: BackendName
  /** Randomness of the worlds. */
  seed: number
  /** Key of the variant: what `params.ts` is drawn from. */
  variant: string
  /** Patterns of test ids; absent: all. */
  tests?: string[]
  /** Skip the tests after the first that fails, and don't look for its smallest schedule: for callers that only ask whether one fails. */
  stopAtFirstFailure?: boolean
  learner?: string
  attempt?: number
  /** How many stages of the hints the learner opened. */
  hintsOpened?: number
  /** The learner gave up and read the solution: no points. */
  solutionShown?: boolean
  /** Name of the submission in the command that repeats a failure: a folder. */
  submissionName?: string
}

/** Results of a grading besides the report. */
export interface GradeExtras {
  /** Packets of each failed test's world. */
  recordings?: boolean
  /** Recipes that make the worlds of failed tests again. */
  replays?: boolean
}
