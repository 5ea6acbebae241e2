import type { BackendName, Files } from '../exercise/index.ts'

/** One submission and how to grade it. Plain data, so that another process or a container can do the work. */
export interface GradeJob {
  submission: Files
  backend: BackendName
  /** Run as on that backend: with its parameters and only the tests that it runs. For comparing two worlds. */
  like?: BackendName
  /** Seed of the worlds' randomness. */
  seed: number
  /** Key of the variant, from which `params.ts` is drawn. */
  variant: string
  /** Patterns of test ids; absent: all. */
  tests?: string[]
  /** Skip the tests after the first failure, and don't look for its smallest schedule: for callers that only ask whether a test fails. */
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
  /** Recipes that recreate the worlds of failed tests. */
  replays?: boolean
}
