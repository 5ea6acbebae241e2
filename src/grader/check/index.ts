/**
 * The author's check: whether an exercise, a quiz or a drill keeps its promises. It only compares reports with claims; the caller
 * provides grading, so that the same check runs on every backend and in any number of processes. Results are data;
 * `text.ts` and `html/` show them.
 */
export { type CheckResult, checkExercise } from './check-exercise.ts'
export type { CheckOptions, GradedRun } from './check-options.ts'
export type { Finding } from './findings.ts'
export type { CheckExtras, CheckProgress, Graded, GradeProgram, Replay } from './grading.ts'
export { checkAsHtml } from './html/index.ts'
export type { KillMatrix } from './kill-matrix.ts'
export type { QuestionCheck } from './questions/index.ts'
export { checkDrill, checkInterview, checkQuiz, type RunPacketItem } from './questions/index.ts'
export { checkAsText, questionsAsText } from './text.ts'
