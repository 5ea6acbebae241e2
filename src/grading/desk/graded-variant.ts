import { randomBytes } from 'node:crypto'
import { type BackendName, drawParams, type Exercise } from '#grader'

/** Keys that are tried for a variant that differs. */
const TRIES = 100

/** Draws the variant that a submission is graded with: another than the learner has practiced on, if there is one. */
export function gradedVariant(
  exercise: Exercise,
  backend: BackendName,
  practiced = 'practice',
  draw = () => `grade/${randomBytes(6).toString('hex')}`,
): string {
  const values = (key: string) => JSON.stringify(drawParams(exercise, key, backend))
  const known = values(practiced)
  const keys = Array.from({ length: TRIES }, draw)
  return keys.find((key) => values(key) !== known) ?? keys[0]!
}
