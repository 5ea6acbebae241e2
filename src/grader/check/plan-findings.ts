import { type Claim, type LoadedExercise, matchesPattern } from '../exercise/index.ts'
import { type Finding, problem } from './findings.ts'

/** What can be seen without running anything: that groups, claims and hints speak of tests that exist. */
export function checkPlan({ exercise, hints, wrong }: LoadedExercise, ids: readonly string[]): Finding[] {
  const known = (about: string, patterns: readonly string[]): Finding[] =>
    patterns
      .filter((pattern) => !ids.some((id) => matchesPattern(pattern, id)))
      .map((pattern) => problem(about, `there is no test ${pattern}; there are ${ids.join(', ')}`))
  const claimed = (about: string, claim: Claim) => known(about, [...claim.fails, ...claim.passes])
  const groups = exercise.tests.groups
  return [
    ...groups.flatMap((group) => known(`group ${group.id}`, group.tests)),
    ...ids.flatMap((id) => checkGroupsOf(id, groups)),
    ...claimed('starter', exercise.starter),
    ...wrong.flatMap(({ name, claim }) => claimed(`wrong/${name}`, claim)),
    ...hints.mistakes.flatMap((mistake) => {
      const conditions = 'any' in mistake.when ? mistake.when.any : [mistake.when]
      const patterns = conditions.flatMap(({ fails = [], passes = [], capture = [] }) => [
        ...fails,
        ...passes,
        ...capture.map(({ test }) => test),
      ])
      return known(`hint ${mistake.id}`, patterns)
    }),
  ]
}

function checkGroupsOf(id: string, groups: LoadedExercise['exercise']['tests']['groups']): Finding[] {
  const members = groups.filter((group) => group.tests.some((pattern) => matchesPattern(pattern, id)))
  if (members.length === 1) return []
  if (members.length === 0) return [problem('tests', `${id} is in no group, so it gives no points`)]
  return [problem('tests', `${id} is in several groups: ${members.map((group) => group.id).join(', ')}`)]
}
