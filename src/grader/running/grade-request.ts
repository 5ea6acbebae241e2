import type { WorldRecipe } from '#lab'
import type { CompileFunction } from '#node/modules/index.ts'
import type { LoadedExercise } from '../exercise/index.ts'
import type { TestResult } from '../report/index.ts'
import type { GradeJob } from './grade-job.ts'
import type { OpenWorld } from './world.ts'
import type { WorldPool } from './world-pool.ts'

/** Facts that only the caller knows. */
export interface ReportFacts {
  authority: 'practice' | 'grade'
  /** Version of the platform, and of Node whose library the programs ran on. */
  platform: string
  node: string
  /** Name of the machine that graded: `page`, a host name, `ci-runner`. */
  host: string
  startedAt: Date
  /** Real milliseconds since then. */
  elapsedMs: () => number
}

/** A job, its exercise, and what the caller provides: worlds, a compiler, threads, listeners. */
export interface GradeRequest extends GradeJob, ReportFacts {
  exercise: LoadedExercise
  openWorld: OpenWorld
  /** Look for the smallest schedule of a failure, which costs up to forty worlds; default true. Without it the verdict and the hint are the same, and the place shown is the first. */
  smallest?: boolean
  /** Compiles the test files. */
  compileFunction: CompileFunction
  /**
   * Returns how long, until now, this grader and the programs of its worlds have been ready to run without getting a processor, in real milliseconds:
   * `limits.real` does not count that time. Default: never.
   */
  waitedMs?: () => number
  /** Real milliseconds for all tests together. Default: the exercise's `limits.submission`. */
  submissionMs?: number
  /** Pauses before a test is repeated because the grader was too slow, in real milliseconds; a burst of other work may be over then. */
  retryAfterMs?: readonly number[]
  /** Called with each test's result. */
  onTest?: (result: TestResult) => void
  /** Show where a failure's conversation first differs from the solution's, if there is one. Costs a world for each of the first failures. */
  reference?: boolean
  /** Show the line of a program that never returns, which costs one world more, and stop after this many such tests in a row. */
  loops?: { stopAfter: number }
  /** Keep the recipe that recreates a failure's world, packet for packet: with its smallest schedule, or its fewest faults. */
  onReplay?: (test: string, recipe: WorldRecipe) => void
  /** Most worlds at the same time; default 1. The result is the same for every number. */
  parallel?: number
  /** Runs worlds of fault tests elsewhere, faster than here. Failures that it reports are checked again here. */
  pool?: WorldPool
  /** The packets of each test's world as pcapng; for a failure those of its smallest schedule. */
  onRecording?: (test: string, pcapng: Uint8Array) => void
}
