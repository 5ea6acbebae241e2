import type { Explicit, Schedule, StepRecord, WorldRecipe } from '#lab'
import type { Exercise, Params } from '../exercise/index.ts'
import type { CaptureAnswer, CaptureQuestion, Facts } from '../hints/index.ts'
import type { Evidence, TestStatus } from '../report/index.ts'
import type { Fault } from '../schedules/index.ts'
import type { Failure } from './assertion.ts'
import type { HappenedFault } from './faults/index.ts'
import type { TimeBudget } from './time-budget.ts'
import type { OpenWorld, WorldRequest } from './world.ts'

/** Result of running one test once. */
export interface TestRun {
  status: TestStatus
  /** Why not run, ungradable or platform error. */
  reason?: string
  /** Milliseconds of the world. */
  took: number
  /** Number of runs until this result. */
  runs: number
  evidence?: Evidence
  /** How the schedule changed each connection's stream; only for a failure. */
  differences: Explicit[]
  /** The faults planned for its world; only for a failure. */
  faults: HappenedFault[]
  /** The conditions of the run; only for a failure. */
  conditions?: Conditions
  captures: Map<string, CaptureAnswer>
  /** Data for facts, which are read once the result is final; only for a failure. */
  trace?: Trace
  facts?: Facts
  /** How long world and programs waited for a processor, in real milliseconds; only for a failure. */
  lagMs?: number
  /** A failure that a busy machine might have caused, though nothing shows that it did. */
  isDoubtful?: boolean
  /** The world's packets as pcapng: for a failure, and for every test if recordings are wanted. */
  recording?: Uint8Array
  /** The first packet of the test itself; earlier ones prepared its world. */
  begins?: number
  /** Recipe that replays a failure's world packet for packet, if the backend supports it. */
  recipe?: WorldRecipe
}

/** Data of a failed run for `readFacts`, besides its recording. */
export interface Trace {
  failure: Failure
  /** All steps of the test. */
  steps: readonly StepRecord[]
  /** Numbers of the packets in the order of the ladder. */
  numbers: readonly number[]
  /** The connection whose stream was cut, in the order of opening, from 1. */
  cutConnection?: number
}

/** Conditions of a run: everything else that its world depends on is in the context. */
export interface Conditions {
  schedule: Schedule
  faults: readonly Fault[]
  /** Seed of the world; default the context's. */
  seed?: number
}

export interface RunContext {
  exercise: Exercise
  params: Params
  /** Everything but the schedule and the topology parameters of the one test. */
  world: Omit<WorldRequest, 'schedule' | 'limits'>
  openWorld: OpenWorld
  questions: CaptureQuestion[]
  /** Keep the recordings of passed tests too. */
  recordAll: boolean
  /** Run as on real kernels, without waiting for quiet to look for leaks. */
  skipLeaks: boolean
  /** Keep the recipe of a failure's world. */
  keepRecipes: boolean
  /** See `GradeRequest`. */
  waitedMs: () => number
  /** Time budget of the whole submission. */
  budget: TimeBudget
}
