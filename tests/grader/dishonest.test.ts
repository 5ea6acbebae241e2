/** Submissions that cheat, and those that are only unlucky: each gets the status that is right, and a sentence that a learner understands. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { hasPassed } from '#grader'
import { readFolder } from '#grader/node/index.ts'
import { course } from './course.ts'
import { expectTold, SUBMISSIONS } from './dishonest.fixture.ts'
import { closeWorlds, grade } from './support.ts'

vi.setConfig({ testTimeout: 120_000 })
afterAll(closeWorlds)

const exercise = course.exercise('tcp-echo-line')
const solution = exercise.solution!['server.ts']!
const gradeProgram = (program: string, tests: string[]) => grade(exercise, { 'server.ts': program }, { tests })

test.each(SUBMISSIONS)('a submission that $does is told so', async (submission) => {
  const report = await grade(exercise, submission.files, { tests: Object.keys(submission.told) })
  expectTold(report, submission, 'simulated')
})

describe('a program that', () => {
  test('patches what everybody uses leaves a whole world to whoever is graded next', async () => {
    const { files } = SUBMISSIONS.find(({ does }) => does.startsWith('patches'))!
    await grade(exercise, files, { tests: ['v1'] })
    expect(hasPassed(await gradeProgram(solution, ['v1', 'h3/dribble']))).toBe(true)
  })

  test('crashes is evidence by its exit, not by what the test waited for', async () => {
    const { files } = SUBMISSIONS.find(({ does }) => does.startsWith('crashes'))!
    const { tests } = await grade(exercise, files, { tests: ['v1'] })
    expect(tests[0]!.evidence!.code).toBe('EXITED')
  })

  test('works, and leaves a timer running, is told what is left', async () => {
    const report = await gradeProgram(`${solution}\nsetInterval(() => {}, 60_000)`, ['h8'])
    expect(report.tests[0]!.evidence!.sentence).toBe(
      'Something was left when the test was over: server.ts on server: 1 timer still running.',
    )
  })

  test('writes without end is stopped at its limit', async () => {
    const report = await gradeProgram(`${solution}\nsetInterval(() => process.stdout.write('x'.repeat(100_000)), 1)`, [
      'v1',
      'h7',
    ])
    expect(report.status).toBe('graded')
    for (const { evidence } of report.tests) expect(JSON.stringify(evidence ?? '').length).toBeLessThan(100_000)
  })
})

test('a folder with a file of 50 MB is read, and told in a sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-dishonest-'))
  try {
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'server.ts'), solution)
    writeFileSync(join(folder, 'data', 'movie.bin'), Buffer.alloc(50 * 2 ** 20, 'x'))
    const { rejected } = await grade(exercise, readFolder(folder), { tests: ['v1'] })
    expect(rejected).toEqual({
      sentence: 'The submission has 52.4 MB, most of it in data/movie.bin; it may have 1 MB.',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
