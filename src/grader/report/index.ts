/**
 * The report: one versioned schema for page, command line, database and exporters, and what is computed for it or written from
 * it. Plain data in, plain data or text out; nothing here runs a test.
 */
export { FORMAT_NAMES, FORMATS, type Format, judgedAsText, type Writer } from './formats.ts'
export { NoGradeError } from './gradescope.ts'
export { detailOf, failedTests, Judged, pointsOf, type Verdict, verdictOf } from './judged.ts'
export { escapedJson, onOneLine, withoutControls } from './printable.ts'
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
export { reportAsText, testAsText } from './text.ts'
