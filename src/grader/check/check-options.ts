import type { BackendName, LoadedExercise } from '../exercise/index.ts'
import type { CheckProgress, Graded, GradeProgram } from './grading.ts'
import type { Run } from './obstacles.ts'

export interface CheckOptions {
  exercise: LoadedExercise
  backends: BackendName[]
  /** How many seeds the solution is run with in each variant, and each wrong program in all. */
  seeds: number
  grade: GradeProgram
  /** How many programs may be graded at the same time. */
  jobs?: number
  /** The longest time each test may let pass in a variant, by its id, in milliseconds of the world. */
  waits: (variant: string) => ReadonlyMap<string, number>
  /** Paths of all files in the exercise's folder; absent: what nothing uses is not looked for. */
  paths?: readonly string[]
  /** Ids of all exercises of the course, for prerequisites; absent: they are not looked at. */
  exerciseIds?: readonly string[]
  /** Where every lesson of the course is, and every step of one; absent: what a hint says to read is not looked for. */
  lessons?: readonly string[]
  /** Whether to make mutants of the solution and see which the tests let pass. */
  mutants?: boolean
  /** Whether to run every two mistakes at once, too, and see that hints true of neither stay silent. */
  pairs?: boolean
  onProgress?: (progress: CheckProgress) => void
  /** Called with every run that a problem was found in, when all have ended; then runs keep what makes their failures again. */
  onTroubled?: (run: GradedRun) => void
}

/** One grading, and what it was of. */
export type GradedRun = Graded & Run & { variant: string }
