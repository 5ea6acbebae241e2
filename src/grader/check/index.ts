/**
 * The author's check: whether an exercise holds what it promises. It only compares reports with claims; grading is given to it,
 * so that the same check runs on every backend.
 */
export { type CheckOptions, type CheckResult, checkExercise, type GradeProgram } from './check-exercise.ts'
export type { Finding } from './findings.ts'
export type { KillMatrix } from './kill-matrix.ts'
export { checkAsText } from './text.ts'
