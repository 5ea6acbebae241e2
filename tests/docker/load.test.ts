/**
 * Verdicts on a machine that has no time: every processor computes, and more containers grade than there are processors. A verdict may be that
 * there was no time for one; it is never a wrong one.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openJail } from '#cli/pool.ts'
import type { BackendName, Report } from '#grader'
import { proofCount } from '../support/proof.ts'
import { missing } from '../support/requirements.ts'
import { course } from './support.ts'

const COUNT = proofCount(6, 500)
/** Beside the gradings. */
const BUSY_LOOPS = 4
vi.setConfig({ testTimeout: COUNT * 60_000, hookTimeout: 300_000 })

const { solution, wrong } = course.exercise('tcp-echo-line')
const chunk = { ...solution, ...wrong.find(({ name }) => name === 'chunk')!.files }
/** What each program is worth: tests that it passes, of those that are run. */
const PROGRAMS = [
  { files: solution!, passes: ['v1', 'h3/dribble'] },
  { files: chunk, passes: ['v1'] },
]

describe.skipIf(missing('docker'))('on a machine that is busy', () => {
  const burners = Array.from({ length: BUSY_LOOPS }, () => spawn('sh', ['-c', 'while :; do :; done']))
  let jail: Awaited<ReturnType<typeof openJail>>
  beforeAll(async () => {
    jail = await openJail('tcp-echo-line', { jobs: 2 * availableParallelism(), ahead: 1 })
  })
  afterAll(async () => {
    for (const burner of burners) burner.kill('SIGKILL')
    await jail.pool.stop({ now: true })
  })

  test(`${COUNT} gradings on both backends: no verdict is wrong`, async () => {
    const jobs = Array.from({ length: COUNT }, (_, i) => ({
      ...PROGRAMS[i % 2]!,
      backend: (['simulated', 'linux'] as const)[(i >> 1) % 2]!,
      seed: i,
    }))
    const outcomes = await Promise.all(
      jobs.map(({ files, backend, seed, passes }) => grade(files, backend, seed, passes)),
    )
    expect(outcomes.filter((outcome) => outcome.startsWith('wrong'))).toEqual([])
    const decided = outcomes.filter((outcome) => outcome === 'right').length
    process.stderr.write(`${decided} of ${COUNT} were decided under load, ${COUNT - decided} had no time\n`)
    // Time that does not pass by itself is no excuse: what is simulated is always decided.
    expect(decided).toBeGreaterThanOrEqual(jobs.filter(({ backend }) => backend === 'simulated').length)
  })

  async function grade(submission: Record<string, string>, backend: BackendName, seed: number, passes: string[]) {
    const job = { submission, backend, seed, variant: 'sample', tests: ['v1', 'h3/dribble'] }
    const report = await jail.submit(job).result
    if (report.status !== 'graded') return report.status === 'ungradable' ? 'no time' : `wrong: ${report.reason}`
    const passed = passedTests(report)
    return passed.join() === passes.join() ? 'right' : `wrong: ${backend} ${seed} passed ${passed}, not ${passes}`
  }
})

const passedTests = ({ tests }: Report) => tests.filter(({ status }) => status === 'passed').map(({ id }) => id)
