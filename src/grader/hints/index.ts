/**
 * What a failed assertion gets beside its sentence: observations from the evidence, which are always true, and the author's causes
 * that the evidence shows. Works on facts alone, as data. It never sees the submission's name, path or source, only what it did.
 */
export { type CaptureAnswer, type CaptureQuestion, captureQuestions, questionKey } from './capture-questions.ts'
export { type ChosenCause, chooseCauses } from './choose.ts'
export type { ConnectionFacts, Cut, Facts, FlagCounts, TestOutcomes } from './facts.ts'
export { observe } from './observe.ts'
