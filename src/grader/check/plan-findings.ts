import { didYouMean } from '../../runtime/lab/yaml/index.ts'
import { type Claim, type LoadedExercise, lessonOf, matchesPattern } from '../exercise/index.ts'
import { type Finding, problem } from './findings.ts'

/** What can be seen without running anything: that groups, claims and hints speak of each other and of tests that exist. */
export function checkPlan(
  loaded: LoadedExercise,
  ids: readonly string[],
  { exerciseIds, lessons }: { exerciseIds?: readonly string[] | undefined; lessons?: readonly string[] | undefined },
): Finding[] {
  const { exercise, hints, wrong } = loaded
  const known = (about: string, patterns: readonly string[]): Finding[] =>
    patterns
      .filter((pattern) => !ids.some((id) => matchesPattern(pattern, id)))
      .map((pattern) => problem(about, `no test matches ${pattern}; the tests are ${ids.join(', ')}`))
  const claimed = (about: string, claim: Claim) => known(about, [...claim.fails, ...claim.passes])
  const groups = exercise.tests.groups
  const claims = [exercise.starter, ...wrong.map(({ claim }) => claim)]
  return [
    ...groups.flatMap((group) => known(`group ${group.id}`, group.tests)),
    ...ids.flatMap((id) => checkGroupsOf(id, groups)),
    ...claimed('starter', exercise.starter),
    ...wrong.flatMap(({ name, claim }) => claimed(`wrong/${name}`, claim)),
    ...hints.mistakes.flatMap((mistake) => known(`hint ${mistake.id}`, patternsOf(mistake))),
    ...hints.mistakes.flatMap(({ id }) => checkHintIsClaimed(id, claims)),
    ...(exerciseIds ? checkPrerequisites(exercise, exerciseIds) : []),
    ...(lessons ? checkLessons(loaded, lessons) : []),
  ]
}

function patternsOf({ when }: LoadedExercise['hints']['mistakes'][number]): string[] {
  const conditions = 'any' in when ? when.any : [when]
  return conditions.flatMap(({ fails = [], passes = [], capture = [] }) => [
    ...fails,
    ...passes,
    ...capture.map(({ test }) => test),
  ])
}

/** A hint that no program is known to trigger may never be shown, or for the wrong mistake. */
function checkHintIsClaimed(id: string, claims: readonly Claim[]): Finding[] {
  if (claims.some(({ hint }) => hint === id)) return []
  return [problem(`hint ${id}`, `no program is claimed to trigger it: add one to wrong.yaml, or remove the hint`)]
}

function checkPrerequisites({ prerequisites }: LoadedExercise['exercise'], all: readonly string[]): Finding[] {
  return prerequisites
    .filter((id) => !all.includes(id))
    .map((id) => problem('exercise.yaml', `found the prerequisite "${id}", expected an exercise of the course`))
}

/** What a learner is sent to read is there. */
function checkLessons(exercise: LoadedExercise, all: readonly string[]): Finding[] {
  const named = new Set(exercise.hints.mistakes.flatMap((mistake) => lessonOf(exercise, mistake) ?? []))
  return [...named]
    .filter((place) => !all.includes(place))
    .map((place) => problem('hints.yaml', `there is no lesson ${place}${didYouMean(place, all)}`))
}

function checkGroupsOf(id: string, groups: LoadedExercise['exercise']['tests']['groups']): Finding[] {
  const members = groups.filter((group) => group.tests.some((pattern) => matchesPattern(pattern, id)))
  if (members.length === 1) return []
  if (members.length === 0) return [problem('tests', `${id} is in no group, so it is worth no points`)]
  return [problem('tests', `${id} is in several groups: ${members.map((group) => group.id).join(', ')}`)]
}
