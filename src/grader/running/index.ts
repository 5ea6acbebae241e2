/**
 * Runs an exercise's tests on a submission: loading test files, one fresh world per test, evidence, smaller schedules, and
 * the report. The caller provides worlds and the compiler of test files, so that it runs the same in a page, on the
 * command line and in the container.
 */
export { TestFileError } from '../plan/index.ts'
export { type Rejection, refuse } from './admit.ts'
export {
  areAlike,
  type CaptureDifference,
  compareWorlds,
  comparisonAsText,
  type GradedWorld,
  type Sides,
  type TestComparison,
} from './comparing/index.ts'
export type { GradeExtras, GradeJob } from './grade-job.ts'
export type { GradeRequest, ReportFacts } from './grade-request.ts'
export { gradeSubmission } from './grade-submission.ts'
export { loadTests } from './load-tests.ts'
export { plannedTests, type RunnableTest } from './planned-tests.ts'
export { type ReplayedWorld, replayWorld } from './replay-world.ts'
export { waitsMs } from './run-test.ts'
export { simulatedWorlds } from './simulated-worlds.ts'
export type { OpenWorld, TimeLeft, WorldRequest } from './world.ts'
export { type WorldPool, type WorldRunnerRequest, type WorldTask, worldRunner } from './worlds/index.ts'
