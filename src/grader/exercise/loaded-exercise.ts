import type { Attempt } from './attempts/index.ts'
import type { Exercise } from './exercise-schema.ts'
import type { Files } from './files.ts'
import type { Hints } from './hints-schema.ts'
import type { WrongSolution } from './wrong/index.ts'

/** An exercise folder, read and checked: plain data, so that it can be sent to a page. */
export interface LoadedExercise {
  /** `content/03-tcp-conversations/exercises/tcp-echo-line`, for messages. */
  folder: string
  exercise: Exercise
  hints: Hints
  /** Files shown by a stage of the hints. */
  skeletons: Files
  prompt: string
  topology: { file: string; text: string }
  /** What the learner starts from, without `params.ts`. */
  starter: Files
  /** Programs to try it with, from `given/`: the learner reads and starts them, but doesn't submit them. */
  given: Files
  /** The starter with the solution's files laid over it; null where the solution must stay secret. */
  solution: Files | null
  wrong: WrongSolution[]
  /** Programs written from the prompt alone, to measure hints. */
  attempts: Attempt[]
  /** `visible.test.ts`, `setup.ts`, … */
  tests: Files
  /** The author's own programs, which tests run as `tests:file.ts`. */
  programs: Files
  /** Hash of all files of the exercise and its topology: identifies what an attempt was graded against. */
  hash: string
}
