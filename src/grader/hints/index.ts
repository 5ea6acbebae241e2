/**
 * Choosing hints: which mistakes of hints.yaml the outcome of the tests shows, and what is said about them.
 *
 * Works on outcomes alone, as data. It never sees the submission's name, path or source, only what it did.
 */
export {
  type CaptureAnswer,
  type CaptureQuestion,
  captureQuestions,
  type MatchedHint,
  matchMistakes,
  questionKey,
  type TestSeen,
} from './match.ts'
