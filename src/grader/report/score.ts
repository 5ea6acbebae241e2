import { type Exercise, matchesPattern, type TestGroup } from '../exercise/index.ts'
import type { Score, TestResult } from './schema.ts'

/** What a learner has looked at before submitting. */
interface HelpTaken {
  hintsOpened?: number | undefined
  solutionShown?: boolean | undefined
}

type Decided = Pick<TestResult, 'id' | 'status'>

/**
 * Computes the points of a submission. A group with `credit: all` gives its points if every test of it passed, `each` in proportion to
 * the weights of the tests that did; a test that was not run gives none. `hintsOpened`: how many stages of the hints the learner
 * opened. `solutionShown`: they gave up and read the solution, so they earn nothing.
 */
export function score(
  exercise: Exercise,
  tests: readonly Decided[],
  stages: readonly { costs: number }[] = [],
  { hintsOpened = 0, solutionShown = false }: HelpTaken = {},
): Score {
  const groups = exercise.tests.groups.map((group) => ({
    id: group.id,
    title: group.title,
    points: groupPoints(group, tests),
    of: group.points,
  }))
  const earned = groups.reduce((sum, group) => sum + group.points, 0)
  const share = stages.slice(0, hintsOpened).reduce((sum, stage) => sum + stage.costs, 0)
  const hintCost = hundredths(earned * Math.min(1, share))
  const of = exercise.points
  if (solutionShown) return { points: 0, of, groups, hintCost: 0, solutionShown }
  return { points: hundredths(earned - hintCost), of, groups, hintCost }
}

function groupPoints(group: TestGroup, tests: readonly Decided[]): number {
  const members = tests.filter((test) => group.tests.some((pattern) => matchesPattern(pattern, test.id)))
  if (members.length === 0) return 0
  if (group.credit === 'all') return members.every(hasPassed) ? group.points : 0
  const weights = weightsOf(group, members)
  const sum = (some: readonly Decided[]) => some.reduce((total, test) => total + weights.get(test.id)!, 0)
  return hundredths((group.points * sum(members.filter(hasPassed))) / sum(members))
}

const hasPassed = ({ status }: Decided) => status === 'passed'

/**
 * Returns how much each test of a group counts. A weight belongs to a pattern and is shared among the tests that match it, so that one
 * behavior tried under five schedules counts no more than another that is tried once; without a weight each test counts 1.
 */
function weightsOf({ weights }: TestGroup, members: readonly Decided[]): ReadonlyMap<string, number> {
  const given = Object.entries(weights).map(([pattern, weight]) => {
    const meant = members.filter(({ id }) => matchesPattern(pattern, id))
    return { pattern, each: weight / Math.max(1, meant.length) }
  })
  return new Map(members.map(({ id }) => [id, given.find(({ pattern }) => matchesPattern(pattern, id))?.each ?? 1]))
}

const hundredths = (points: number) => Math.round(points * 100) / 100
