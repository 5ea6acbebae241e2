import type { Finding } from '../findings.ts'

/** Result of checking a quiz, an interview or a drill. */
export interface QuestionCheck {
  kind: 'quiz' | 'interview' | 'drill'
  id: string
  title: string
  /** `12 questions, 3 of them run`. */
  about: string
  passed: boolean
  findings: Finding[]
}
