/** Kept failures: what `--keep` of grade and check writes, and `ackademy replay` reads. `runtime/lab` makes sure that a recipe gives the same packets. */
export { Failures, keepReplays, keptIn, type ReplayFile, readReplayFile } from './replay-file.ts'
