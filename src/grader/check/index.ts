/**
 * The author's check: whether an exercise, a quiz or a drill holds what it promises. It only compares reports with claims; grading
 * is given to it, so that the same check runs on every backend and in as many processes as there are. Results are data;
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
