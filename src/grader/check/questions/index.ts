/**
 * Checks quizzes, interviews and drills before learners see them: every right answer is right, every reason fits a wrong one, predictions match
 * a real run, everything named exists, and a generator's questions stay good for many seeds.
 */

export { checkDrill } from './check-drill.ts'
export { checkInterview } from './check-interview.ts'
export { checkQuiz, type RunPacketItem } from './check-quiz.ts'
export type { QuestionCheck } from './question-check.ts'
