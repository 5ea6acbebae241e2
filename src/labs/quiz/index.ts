/**
 * Questions as a page draws them: any item of `grader/questions` (one of several, several, an order, a number with its unit, bytes, a packet), a quiz
 * of such items, and a round of a drill. What an answer is worth is the grader's business; nothing here judges.
 */
export { Prose } from './prose.tsx'
export { Question } from './question.tsx'
export { QuizRound } from './quiz-round.tsx'
