/**
 * The report: one versioned schema for page, command line, database and exporters, and what is computed for it or written from
 * it. Plain data in, plain data or text out; nothing here runs a test.
 */
export { reportsAsCtrf } from './ctrf.ts'
export { reportAsGradescope } from './gradescope.ts'
export { reportsAsJunit } from './junit.ts'
export {
  ErrorCode,
  Evidence,
  HintShown,
  hasPassed,
  isFailure,
  isUndecided,
  Report,
  Score,
  Step,
  TestResult,
  TestStatus,
} from './schema.ts'
export { score } from './score.ts'
export { reportAsText, testAsText, withoutControls } from './text.ts'
