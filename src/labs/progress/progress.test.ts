import { describe, expect, test } from 'vitest'
import { calibration, firstOf } from './calibration.ts'
import { emptyProgress, mergeProgress, type Progress, readProgress } from './progress.ts'

const some: Progress = {
  version: 1,
  lessons: { 'tcp/one': 10 },
  predictions: [
    { id: 'a', sure: 80, isRight: true, at: 5 },
    { id: 'b', said: ['SYN'], sure: 35, isRight: false, at: 6 },
  ],
  answers: { why: 8 },
  quizzes: { tcp: 0.5 },
  exercises: { echo: { passed: 2, of: 3, at: 9 } },
  drills: { flags: [{ day: 3, seed: 7, right: 9, of: 10 }] },
  interviews: { 'tcp/listen': { text: 'It waits.', points: [0], at: 4 } },
  surprises: { shop: { points: 4, seed: 9, at: 12 } },
}

describe('progress', () => {
  test('reads back what was written', () => {
    expect(readProgress(JSON.stringify(some))).toEqual(some)
  })

  test('leaves out damaged entries and keeps the rest', () => {
    const text = JSON.stringify({
      ...some,
      predictions: [{ id: 1 }, ...some.predictions, { ...some.predictions[1], said: 'SYN' }],
      quizzes: { tcp: 'good' },
      drills: { flags: 3 },
      interviews: { 'tcp/listen': { text: 'It waits.' } },
      surprises: { shop: { points: 'all' } },
    })
    expect(readProgress(text)).toEqual({ ...some, quizzes: {}, drills: {}, interviews: {}, surprises: {} })
  })

  test('returns nothing for a text that is no progress', () => {
    expect(['', '[]', '{}', 'null', '{"version":2}'].map(readProgress)).toEqual([null, null, null, null, null])
  })

  test('two are joined: the first reading, the better results, each prediction and each round once, the later answers', () => {
    const other = {
      ...some,
      lessons: { 'tcp/one': 3, 'tcp/two': 4 },
      quizzes: { tcp: 0.25 },
      exercises: { echo: { passed: 3, of: 3, at: 20 } },
      interviews: { 'tcp/listen': { text: 'It queues.', points: [0, 1], at: 5 } },
      drills: { flags: [{ day: 1, seed: 5, right: 8, of: 10 }, ...some.drills.flags!] },
      surprises: { shop: { points: 6, seed: 3, at: 20 } },
    }
    expect(mergeProgress(some, other)).toEqual({ ...other, quizzes: { tcp: 0.5 } })
    expect(mergeProgress(emptyProgress(), some)).toEqual(some)
  })
})

test('of two checks with equally many passed tests, keeps the one with more points, in either order', () => {
  const [whole, hinted] = [10, 7].map((points) => ({
    ...some,
    exercises: { echo: { passed: 3, of: 3, points, at: 9 } },
  }))
  expect(mergeProgress(whole!, hinted!)).toEqual(whole)
  expect(mergeProgress(hinted!, whole!)).toEqual(whole)
})

test('calibration counts how often first predictions with a confidence came true', () => {
  const made = (id: string, sure: number, isRight: boolean, at: number) => ({ id, sure, isRight, at })
  const all = [made('b', 100, true, 4), made('a', 90, true, 1), made('b', 100, false, 2), made('c', 50, true, 3)]
  expect(calibration(all)).toEqual({
    made: 3,
    steps: [
      { sure: 50, right: 100, made: 1 },
      { sure: 95, right: 50, made: 2 },
    ],
  })
})

test('only the first answer to a question counts', () => {
  const made = (id: string, at: number) => ({ id, sure: 70, isRight: true, at })
  expect(firstOf('a', [made('a', 3), made('b', 1), made('a', 2)])?.at).toBe(2)
  expect(firstOf('a', [made('b', 1)])).toBeUndefined()
})
