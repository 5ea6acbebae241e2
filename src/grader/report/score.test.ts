import { describe, expect, test } from 'vitest'
import type { Exercise } from '../exercise/index.ts'
import { score, type TestStatus } from './index.ts'

const groups = [
  { id: 'lines', title: 'Lines', tests: ['v1', 'h3/*'], points: 5, credit: 'all' as const },
  { id: 'rude', title: 'Rude', tests: ['h5', 'h8'], points: 2, credit: 'each' as const },
].map((group) => ({ weights: {}, ...group }))
const exercise = { points: 7, tests: { groups } } as Exercise
const outcome = (changes: Record<string, TestStatus> = {}) =>
  Object.entries({
    v1: 'passed',
    'h3/whole': 'passed',
    'h3/split': 'passed',
    h5: 'passed',
    h8: 'passed',
    ...changes,
  } as Record<string, TestStatus>).map(([id, status]) => ({ id, status }))
const points = (changes: Record<string, TestStatus>) =>
  score(exercise, outcome(changes)).groups.map((group) => group.points)

describe('points', () => {
  test('are full if all tests pass', () => {
    expect(score(exercise, outcome())).toMatchObject({ points: 7, of: 7, hintCost: 0 })
  })

  test('a group with credit "all" gives nothing when one of its tests fails, times out or was not run', () => {
    for (const status of ['failed', 'timed-out', 'not-run'] as const)
      expect(points({ 'h3/split': status })).toEqual([0, 2])
  })

  test('a group with credit "each" gives its share', () => {
    expect(points({ h8: 'failed' })).toEqual([5, 1])
  })

  test('a weight counts for its pattern, however many tests match it', () => {
    const weighted = { ...groups[0]!, tests: ['v1', 'h3/*', 'h5'], credit: 'each' as const, weights: { 'h3/*': 3 } }
    const pointsOf = (changes: Record<string, TestStatus>) =>
      score({ points: 5, tests: { groups: [weighted] } } as unknown as Exercise, outcome(changes)).points
    expect(pointsOf({})).toBe(5)
    expect(pointsOf({ v1: 'failed' })).toBe(4)
    expect(pointsOf({ 'h3/whole': 'failed', 'h3/split': 'failed' })).toBe(2)
    expect(pointsOf({ 'h3/split': 'failed' })).toBe(3.5)
  })

  test('a group none of whose tests exists gives nothing', () => {
    expect(score(exercise, []).points).toBe(0)
  })

  test('opened hints take their share of what was earned', () => {
    const stages = [{ costs: 0 }, { costs: 0.3 }]
    expect(score(exercise, outcome(), stages, { hintsOpened: 1 })).toMatchObject({ points: 7, hintCost: 0 })
    expect(score(exercise, outcome({ h8: 'failed' }), stages, { hintsOpened: 2 })).toMatchObject({
      points: 4.2,
      hintCost: 1.8,
    })
  })

  test('after the solution was shown nothing is earned, whatever passes', () => {
    expect(score(exercise, outcome(), [], { solutionShown: true })).toMatchObject({ points: 0, of: 7, hintCost: 0 })
  })
})
