import type { Attempt } from './attempts.ts'
import type { Exercise } from './exercise-schema.ts'
import type { Files } from './files.ts'
import type { Hints } from './hints-schema.ts'
import type { WrongSolution } from './wrong/index.ts'

/** An exercise folder, read and checked: plain data, so that a page can be given it. */
export interface LoadedExercise {
  /** `content/03-tcp-conversations/exercises/tcp-echo-line`, for messages. */
  folder: string
  exercise: Exercise
  hints: Hints
  /** Files that a stage of the hints shows. */
  skeletons: Files
  prompt: string
  topology: { file: string; text: string }
  /** What the learner starts from, without `params.ts`. */
  starter: Files
  /** Programs to try it with, from `given/`: the learner reads and starts them, and hands none of them in. */
  given: Files
  /** Starter with the solution's files laid over it; null where it is not given away. */
  solution: Files | null
  wrong: WrongSolution[]
  /** Programs written from the prompt alone, by which hints are measured. */
  attempts: Attempt[]
  /** `visible.test.ts`, `setup.ts`, … */
  tests: Files
  /** The author's own programs, which tests run as `tests:file.ts`. */
  programs: Files
  /** Of all files of the exercise and its topology: what an attempt was graded against. */
  hash: string
}
