import { expect, test } from 'vitest'
import type { GradingPool } from '#ci-runner'
import { readExercise } from '../course/index.ts'
import { jailFor } from './index.ts'

/** A pool whose containers only count how many jobs they got. */
function countingPool() {
  const jobs: unknown[] = []
  const submit = (job: unknown) => {
    jobs.push(job)
    return { result: Promise.reject(new Error('no container here')), cancel: async () => {} }
  }
  return { jobs, pool: { submit } as unknown as GradingPool }
}

const { solution } = readExercise('tcp-echo-line')
const at = { backend: 'simulated', seed: 1, variant: 'sample' } as const

test.each([
  ['2 MB', { ...solution, 'data/movie.bin': 'x'.repeat(2 * 2 ** 20) }, /2\.1 MB, most of it in data\/movie\.bin/],
  ['no program', {}, /There is no server\.ts/],
])('a submission of %s is graded without a container', async (_, submission, sentence) => {
  const { jobs, pool } = countingPool()
  const report = await jailFor('tcp-echo-line', pool).grade({ ...at, submission })
  expect(report).toMatchObject({ authority: 'grade', status: 'graded', score: { points: 0 } })
  expect(report.rejected?.sentence).toMatch(sentence)
  expect(jobs).toEqual([])
})

test('submissions that are refused at the same time do not hinder each other', async () => {
  const { grade } = jailFor('tcp-echo-line', countingPool().pool)
  const reports = await Promise.all([{}, {}, {}].map((submission) => grade({ ...at, submission })))
  expect(reports).toMatchObject(Array(3).fill({ status: 'graded', score: { points: 0 } }))
})

test('one that may run goes into a container as it was handed in', async () => {
  const { jobs, pool } = countingPool()
  await expect(jailFor('tcp-echo-line', pool).grade({ ...at, submission: solution! })).rejects.toThrow('no container')
  expect(jobs).toMatchObject([{ job: { submission: solution } }])
})

test('no answer goes into a container: neither the solution nor the edits that quote it', async () => {
  const { jobs, pool } = countingPool()
  await expect(jailFor('tcp-echo-line', pool).grade({ ...at, submission: solution! })).rejects.toThrow('no container')
  const [{ exercise }] = jobs as [{ exercise: { files: Record<string, string> } }]
  expect(Object.keys(exercise.files)).toContain('exercise.yaml')
  expect(Object.keys(exercise.files).filter((path) => /^(solution|wrong)/.test(path))).toEqual([])
})
