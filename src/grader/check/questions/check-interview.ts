import type { Interview } from '../../interviews/index.ts'
import { problem } from '../findings.ts'
import type { QuestionCheck } from './question-check.ts'

/** Checks a parsed interview: its exercises must exist in this course. */
export function checkInterview({ id, items }: Interview, exerciseIds: readonly string[]): QuestionCheck {
  const findings = items.flatMap((item) =>
    item.exercises
      .filter((named) => !exerciseIds.includes(named))
      .map((named) => problem(item.id, `names the exercise ${named}, which does not exist`)),
  )
  const about = `${items.length} questions`
  return { kind: 'interview', id, title: id, about, passed: findings.length === 0, findings }
}
