/**
 * Questions in a page: any item of `grader/questions` (one choice, several, an order, a number with a unit, bytes, a
 * packet), a quiz of such items, and a round of a drill. The grader rates answers; nothing here does.
 */
export { Prose } from './prose.tsx'
export { Question } from './question.tsx'
export { QuizRound } from './quiz-round.tsx'
