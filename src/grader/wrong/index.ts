/** Writing `wrong.yaml` and `attempts.yaml`: the edits that lead from one program to another, and the entry that keeps them. */

export { type CapturedAttempts, captureAttempt } from './capture-attempt.ts'
export { type Captured, captureWrong } from './capture-wrong.ts'
export { type AttemptForm, writeAttempt } from './write-attempt.ts'
export { type WrongEntry, writeWrong } from './write-wrong.ts'
