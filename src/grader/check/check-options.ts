import type { BackendName, LoadedExercise } from '../exercise/index.ts'
import type { CheckProgress, Graded, GradeProgram } from './grading.ts'
import type { Run } from './obstacles.ts'

export interface CheckOptions {
  exercise: LoadedExercise
  backends: BackendName[]
  /** Number of seeds: for the solution in each variant, for each wrong program in total. */
  seeds: number
  grade: GradeProgram
  /** Most programs graded at the same time. */
  jobs?: number
  /** The longest time each test may take in a variant, by its id, in milliseconds of the world. */
  waits: (variant: string) => ReadonlyMap<string, number>
  /** Paths of all files in the exercise's folder; absent: skips the search for unused files. */
  paths?: readonly string[]
  /** Ids of all exercises of the course, for prerequisites; absent: skips them. */
  exerciseIds?: readonly string[]
  /** Places of all lessons of the course and their steps; absent: skips what hints say to read. */
  lessons?: readonly string[]
  /** Whether to make mutants of the solution and list those that pass. */
  mutants?: boolean
  /** Whether to also run every two mistakes at once, and check that hints true of neither stay silent. */
  pairs?: boolean
  onProgress?: (progress: CheckProgress) => void
  /** Called at the end with every run in which a problem was found; then runs keep the recipes of their failures. */
  onTroubled?: (run: GradedRun) => void
}

/** One grading and its program. */
export type GradedRun = Graded & Run & { variant: string }
