/** Writing `wrong.yaml`: the edits that lead from the solution to a working copy, and the entry that keeps them. */

export { type Captured, captureWrong } from './capture-wrong.ts'
export { type WrongEntry, writeWrong } from './write-wrong.ts'
