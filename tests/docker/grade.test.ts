/**
 * Grading in Docker, the whole way: an exercise and a submission go into a container, a report comes out. What each wrong solution
 * claims is held against the simulated internet and against real kernels; `ackademy check` does the same for more seeds and variants.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { hasPassed, type LoadedExercise, Report } from '../../src/grader/index.ts'
import { ackademy } from '../cli/command.ts'
import { missing } from '../support/requirements.ts'
import { against, course, Grader } from './support.ts'

// The first one may build the image; a busy machine runs tests on real time more than once.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 })

const echo = course.exercise('tcp-echo-line')
const ping = course.exercise('raw-ping')
/** Waits for seconds of real time, and no claim on Linux but one is about it. */
const SLOW = 'h9'

describe.skipIf(missing('docker'))('ackademy grade, in Docker', () => {
  // What takes long and says so: nothing of it is left for the tests.
  beforeAll(() => ackademy(['image', 'build']))
  const folder = (path: string) => `content/03-tcp-conversations/exercises/tcp-echo-line/${path}`

  test('grades in the jail unless asked otherwise, and writes one report as JSON', async () => {
    const { status, stdout, stderr } = await ackademy([
      'grade',
      'tcp-echo-line',
      folder('solution'),
      '--format',
      'json',
      '--backend',
      'simulated',
    ])
    expect(stderr).toBe('')
    const report = Report.parse(JSON.parse(stdout))
    expect(report.tests.map(({ id, status }) => [id, status])).toEqual(
      [...'v1 v2 h3/whole h3/dribble h3/coalesce h3/split h3/random h4 h5 h6 h7 h8 h9'.split(' ')].map((id) => [
        id,
        'passed',
      ]),
    )
    expect(report).toMatchObject({
      status: 'graded',
      authority: 'grade',
      run: { host: 'ci-runner' },
      score: { points: 10, of: 10 },
      hints: [],
    })
    expect(status).toBe(0)
  })

  test('ends with 1 when a submission fails', async () => {
    const { status, stdout } = await ackademy(['grade', 'tcp-echo-line', folder('starter'), '--test', 'v1'])
    expect(stdout).toContain('Hint: Your server accepts the connection')
    expect(status).toBe(1)
  })
})

describe.skipIf(missing('docker'))('tcp-echo-line, in Docker', () => {
  const grader = new Grader('tcp-echo-line')

  test('on real kernels the solution passes: they decide v1, v2, h3, h5 and h8', async (context) => {
    const tests = ['v1', 'v2', 'h3/*', 'h5', 'h8']
    const report = await grader.grade(context, { files: echo.solution!, backend: 'linux', tests })
    expect(failures(report)).toEqual([])
    expect(report.tests.map(({ id, backend }) => `${id} ${backend}`)).toEqual(
      ['v1', 'v2', 'h3/whole', 'h3/dribble', 'h3/coalesce', 'h3/split', 'h3/random', 'h5', 'h8'].map(
        (id) => `${id} linux`,
      ),
    )
    expect(hasPassed(report)).toBe(true)
  })

  test.for(claims(echo))('$backend: $name fails as claimed, with its own hint first', async (claimed, context) => {
    const { files, backend, claim } = claimed
    const passes =
      backend === 'linux' && !claim.fails.includes(SLOW) ? claim.passes.filter((id) => id !== SLOW) : claim.passes
    const report = await grader.grade(context, { files, backend, tests: [...claim.fails, ...passes] })
    expect(against(claim, report)).toEqual([])
    expect(hasPassed(report)).toBe(false)
  })
})

describe.skipIf(missing('docker'))('raw-ping, in Docker', () => {
  const grader = new Grader('raw-ping')

  test('the solution passes', async (context) => {
    const report = await grader.grade(context, { files: ping.solution!, backend: 'linux' })
    expect(failures(report)).toEqual([])
    expect(hasPassed(report)).toBe(true)
  })

  test.for(claims(ping))('$backend: $name fails as claimed, with its own hint first', async (claimed, context) => {
    const { files, backend, claim } = claimed
    const report = await grader.grade(context, { files, backend, tests: [...claim.fails, ...claim.passes] })
    expect(against(claim, report)).toEqual([])
    expect(hasPassed(report)).toBe(false)
  })
})

/** The starter and every wrong solution, once for each backend on which something is claimed of it. */
function claims({ exercise, starter, wrong }: LoadedExercise) {
  const programs = [
    { name: 'the starter', files: starter, claim: exercise.starter },
    ...wrong.map(({ name, files, claim }) => ({ name: `the mistake ${name}`, files, claim })),
  ]
  return programs.flatMap((program) =>
    (program.claim.backends ?? exercise.backends).map((backend) => ({ ...program, backend })),
  )
}

const failures = (report: Report) =>
  report.tests
    .filter(({ status }) => status !== 'passed')
    .map(({ id, status, reason, evidence }) => [id, status, reason ?? evidence?.sentence])
