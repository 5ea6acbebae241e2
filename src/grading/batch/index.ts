/**
 * A batch: a folder of submissions of one exercise. Here are the order of work, the journal that a stopped batch goes on from, and the files that it
 * leaves; who grades one submission is the caller's choice, and what a terminal shows meanwhile too.
 */
export { type Conditions, Journal } from './journal.ts'
export { Outcome } from './outcome.ts'
export { ResultFiles } from './result-files.ts'
export { outcomeLine, summaryText } from './results.ts'
export { runBatch } from './run-batch.ts'
export { findSubmissions, type Submission } from './submissions.ts'
