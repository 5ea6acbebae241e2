/**
 * A batch: a folder of submissions of one exercise. This folder has the order of work, the journal from which a stopped batch continues, and the result
 * files; the caller provides the grader and the terminal's output.
 */
export { type Conditions, Journal } from './journal.ts'
export { Outcome } from './outcome.ts'
export { ResultFiles } from './result-files.ts'
export { outcomeLine, summaryText } from './results.ts'
export { runBatch } from './run-batch.ts'
export { findSubmissions, type Submission } from './submissions.ts'
