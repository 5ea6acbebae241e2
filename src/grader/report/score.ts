import { type Exercise, matchesPattern, type TestGroup } from '../exercise/index.ts'
import type { Score, TestResult } from './schema.ts'

type Decided = Pick<TestResult, 'id' | 'status'>

/**
 * The points of a submission. A group with `credit: all` gives its points when every test of it passed, `each` in proportion; a
 * test that was not run gives none. `hintsOpened`: how many stages of the hints the learner asked for.
 */
export function score(
  exercise: Exercise,
  tests: readonly Decided[],
  stages: readonly { costs: number }[] = [],
  hintsOpened = 0,
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
  return { points: hundredths(earned - hintCost), of: exercise.points, groups, hintCost }
}

function groupPoints(group: TestGroup, tests: readonly Decided[]): number {
  const members = tests.filter((test) => group.tests.some((pattern) => matchesPattern(pattern, test.id)))
  const passed = members.filter((test) => test.status === 'passed').length
  if (members.length === 0) return 0
  if (group.credit === 'all') return passed === members.length ? group.points : 0
  return hundredths((group.points * passed) / members.length)
}

const hundredths = (points: number) => Math.round(points * 100) / 100
