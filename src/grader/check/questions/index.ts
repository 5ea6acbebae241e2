/**
 * Quizzes, interviews and drills before learners meet them: every right answer is right, every reason fits a wrong one, predictions are what
 * a real run shows, what is named is there, and a generator's questions stay good for many seeds.
 */
import type { Finding } from '../findings.ts'

export { checkDrill } from './check-drill.ts'
export { checkInterview } from './check-interview.ts'
export { checkQuiz, type RunPacketItem } from './check-quiz.ts'

/** What came of checking a quiz, an interview or a drill. */
export interface QuestionCheck {
  kind: 'quiz' | 'interview' | 'drill'
  id: string
  title: string
  /** `12 questions, 3 of them run`. */
  about: string
  passed: boolean
  findings: Finding[]
}
