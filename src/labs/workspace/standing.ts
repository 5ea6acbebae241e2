import { strings } from '#strings'
import type { CheckState } from './check-state.ts'

const words = strings.tests

type Standing = Pick<CheckState, 'results' | 'passed' | 'stale'>

/** Tells how many tests pass, and which of them passed only with an earlier version of the program. */
export function standing({ results, passed, stale }: Standing): string {
  const all = results.value.length
  const old = stale.value.size
  if (old === 0) return words.passedSome(passed.value.length, all)
  const passedBefore = passed.value.filter(({ id }) => stale.value.has(id)).length
  if (old === all) return words.passedEarlier(passedBefore, all)
  const now = words.passedAgain(passed.value.length - passedBefore, all - old)
  return `${now} ${words.othersEarlier(passedBefore, old)}`
}
