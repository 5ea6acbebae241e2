/**
 * What is said of a failed assertion beside its sentence: what the evidence shows, which is always true, and the author's causes whose
 * evidence is there. Works on facts alone, as data. It never sees the submission's name, path or source, only what it did.
 */
export { type CaptureAnswer, type CaptureQuestion, captureQuestions, questionKey } from './capture-questions.ts'
export { type ChosenCause, chooseCauses } from './choose.ts'
export type { ConnectionFacts, Cut, Facts, FlagCounts, TestOutcomes } from './facts.ts'
export { observe } from './observe.ts'
