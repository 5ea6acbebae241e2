import { didYouMean } from '#lab/yaml/index.ts'
import { allParts, type Cause, type Claim, type LoadedExercise, lessonOf, matchesPattern } from '../exercise/index.ts'
import { type Finding, problem } from './findings.ts'

/** Checks what needs no run: groups, claims and hints refer to each other and to tests that exist. */
export function checkPlan(
  loaded: LoadedExercise,
  ids: readonly string[],
  { exerciseIds, lessons }: { exerciseIds?: readonly string[] | undefined; lessons?: readonly string[] | undefined },
): Finding[] {
  const { exercise, hints, wrong, attempts } = loaded
  const known = (about: string, patterns: readonly string[]): Finding[] =>
    patterns
      .filter((pattern) => !ids.some((id) => matchesPattern(pattern, id)))
      .map((pattern) => problem(about, `no test matches ${pattern}; the tests are ${ids.join(', ')}`))
  const claimed = (about: string, claim: Claim) => known(about, [...claim.fails, ...claim.passes])
  const groups = exercise.tests.groups
  const claims = [exercise.starter, ...wrong.map(({ claim }) => claim)]
  const claimedIds = [
    ...claims.flatMap(({ hint, also }) => [...(hint === undefined ? [] : [hint]), ...also]),
    ...attempts.flatMap(({ causes }) => causes),
  ]
  return [
    ...groups.flatMap((group) => known(`group ${group.id}`, group.tests)),
    ...ids.flatMap((id) => checkGroupsOf(id, groups)),
    ...claimed('starter', exercise.starter),
    ...wrong.flatMap(({ name, claim }) => claimed(`wrong/${name}`, claim)),
    ...hints.causes.flatMap((cause) => known(`hint ${cause.id}`, patternsOf(cause))),
    ...hints.causes.flatMap(({ id }) => checkIsClaimed(id, claimedIds)),
    ...(exerciseIds ? checkPrerequisites(exercise, exerciseIds) : []),
    ...(lessons ? checkLessons(loaded, lessons) : []),
  ]
}

const patternsOf = ({ at, when }: Cause): string[] => [
  ...Object.keys(at),
  ...allParts(when).flatMap(({ tests }) => [...(tests?.fail ?? []), ...(tests?.pass ?? [])]),
]

/** A cause that is true of no known program may never be shown, or only falsely. */
function checkIsClaimed(id: string, claimed: readonly string[]): Finding[] {
  if (claimed.includes(id)) return []
  return [problem(`hint ${id}`, 'is true of no program in wrong.yaml or attempts/: add one, or take the hint out')]
}

function checkPrerequisites({ prerequisites }: LoadedExercise['exercise'], all: readonly string[]): Finding[] {
  return prerequisites
    .filter((id) => !all.includes(id))
    .map((id) => problem('exercise.yaml', `found the prerequisite "${id}", expected an exercise of the course`))
}

/** Checks that the lessons which hints recommend exist. */
function checkLessons(exercise: LoadedExercise, all: readonly string[]): Finding[] {
  const named = new Set(exercise.hints.causes.flatMap((cause) => lessonOf(exercise, cause) ?? []))
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
