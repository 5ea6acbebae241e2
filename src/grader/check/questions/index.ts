/**
 * Quizzes and drills before learners meet them: every right answer is right, every reason fits a wrong one, predictions are what
 * a real run shows, and a generator's questions stay good for many seeds.
 */
import type { Finding } from '../findings.ts'

export { checkDrill } from './check-drill.ts'
export { checkQuiz, type RunPacketItem } from './check-quiz.ts'

/** What came of checking a quiz or a drill. */
export interface QuestionCheck {
  kind: 'quiz' | 'drill'
  id: string
  title: string
  /** `12 questions, 3 of them run`. */
  about: string
  passed: boolean
  findings: Finding[]
}
