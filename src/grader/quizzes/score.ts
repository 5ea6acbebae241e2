import type { Verdict } from '../questions/index.ts'
import type { Quiz } from './quiz.ts'

export interface QuizScore {
  right: number
  of: number
  /** Items without an answer that could be read. */
  open: number
  passed: boolean
}

/** The score of a round; first answers count. `verdicts`: by the item's id. */
export function quizScore({ items, pass }: Quiz, verdicts: ReadonlyMap<string, Verdict>): QuizScore {
  const outcomes = items.map(({ id }) => verdicts.get(id)?.outcome ?? 'unreadable')
  const right = outcomes.filter((outcome) => outcome === 'right').length
  const open = outcomes.filter((outcome) => outcome === 'unreadable').length
  return { right, of: items.length, open, passed: open === 0 && right >= pass * items.length }
}
