/** Kept failures: what `--keep` of grade and check writes, and `ackademy replay` reads. That a recipe gives the same packets is the business of `runtime/lab`. */
export { Failures, keepReplays, keptIn, type ReplayFile, readReplayFile } from './replay-file.ts'
