import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { LabError, type LabErrorCode } from '#lab'
import { type Files, type LoadedExercise, loadExercise } from '../exercise/index.ts'
import { compileFunction } from '../node/index.ts'
import { hasPassed } from '../report/index.ts'
import { type FakeOptions, fakeWorlds } from './fake-world.ts'
import { gradeSubmission } from './index.ts'

const EXERCISE = `version: 1
id: echo
title: An echo
module: 3
kind: exercise
tier: 1
points: 4
backends: [simulated, linux]
needs: [segments]
topology: wire
variants: { port: { value: 7 } }
submission: { files: [server.ts] }
starter: { fails: [v1], hint: cut }
tests:
  files: [visible]
  groups:
    - { id: basic, title: Basic, tests: [v1], points: 1 }
    - { id: cuts, title: Cuts, tests: ["h3/*"], points: 3, credit: each }
`
const HINTS = `version: 2
stages: [{ text: What is a stream? }]
causes:
  - { id: cut, at: { h3/*: the cut }, when: { text: "^half" }, say: "Only {received} came." }
  - id: silent
    at: { v1: the answer }
    when: { packets: { filter: tcp, count: "== 0" } }
    say: Nothing.
`
const TESTS = `import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'
const test = labTest(async (lab) => ({ say: (line) => lab.host('h').sh(line) }))
test('v1 answers', async ({ say }) => {
  await expect(say('PING ' + params.port), 'the answer').toBe('PONG')
})
test.schedules('h3 may be cut', async ({ say }) => {
  await expect(say('cut'), 'the cut').toBe('whole')
})
`
const WIRE = `version: 1
name: wire
topology:
  nodes: { a: { interfaces: { eth0: { addresses: [10.0.0.1/24] } } }, b: { interfaces: { eth0: { addresses: [10.0.0.2/24] } } } }
  links: [{ endpoints: ["a:eth0", "b:eth0"] }]
`
const load = (changes: Files = {}): LoadedExercise =>
  loadExercise({
    folder: 'content/03-tcp/exercises/echo',
    files: {
      'exercise.yaml': EXERCISE,
      'hints.yaml': HINTS,
      'prompt.mdx': 'Echo.',
      'starter/server.ts': '',
      'tests/visible.test.ts': TESTS,
      ...changes,
    },
    topologies: { 'wire.yaml': WIRE },
  })

const GOOD = ({ line }: { line: string }) => (line === 'PING 7' ? 'PONG' : 'whole')
async function grade(options: FakeOptions = {}, more: Partial<Parameters<typeof gradeSubmission>[0]> = {}) {
  const worlds = fakeWorlds({ sh: GOOD, packets: [{ text: '', field: () => 1 }], ...options })
  const report = await gradeSubmission({
    exercise: load(),
    submission: { 'server.ts': 'export {}' },
    backend: 'simulated',
    seed: 7,
    variant: 'k',
    openWorld: worlds.openWorld,
    compileFunction,
    authority: 'practice',
    platform: '0',
    node: '24.21.0',
    host: 'test',
    startedAt: new Date('2026-01-01T00:00:00Z'),
    retryAfterMs: [0, 0],
    elapsedMs: () => 1,
    ...more,
  })
  return { report, ...worlds }
}
const throwing = (code: LabErrorCode, only = 'PING') => ({
  sh: ({ line }: { line: string }) => {
    if (!line.startsWith(only)) return 'whole'
    throw new LabError({ code, expected: 'a line', seen: 'nothing', at: 1, packets: [4] })
  },
})

test("a caller's own limit for all tests overrides the exercise's", async () => {
  const { report } = await grade({}, { submissionMs: 0 })
  expect(report.tests.map(({ status }) => status)).toEqual(Array(6).fill('timed-out'))
})

describe('a submission that passes', () => {
  test('has all points, every test in order, and a world of its own for each', async () => {
    const { report, opened, closed } = await grade()
    expect(hasPassed(report)).toBe(true)
    expect(report.score).toMatchObject({ points: 4, of: 4 })
    expect(report.tests.map((row) => row.id)).toEqual([
      'v1',
      'h3/whole',
      'h3/dribble',
      'h3/coalesce',
      'h3/split',
      'h3/random',
    ])
    expect(opened).toHaveLength(6)
    expect(closed()).toBe(6)
    expect(opened[0]!.files.submission['params.ts']).toContain('port: 7 as number')
  })

  test('gives the same report for the same inputs', async () => {
    expect((await grade()).report).toEqual((await grade()).report)
  })

  test('can be run with some of the tests only', async () => {
    const { report } = await grade({}, { tests: ['h3/d*'] })
    expect(report.tests.map((row) => row.id)).toEqual(['h3/dribble'])
    await expect(grade({}, { tests: ['x9'] })).rejects.toThrow('found no test x9, expected one of v1, h3/whole')
  })
})

describe('a failure', () => {
  test('says in one sentence what was expected and what came', async () => {
    const { report } = await grade({ sh: ({ line }) => (line === 'PING 7' ? 'echo: PING' : 'whole') })
    expect(report.tests[0]).toMatchObject({
      status: 'failed',
      evidence: {
        sentence: "The answer is 'echo: PING', expected 'PONG'.",
        code: 'ASSERTION',
        values: { expected: 'PONG', actual: 'echo: PING', firstDifference: 0 },
        packets: { ladder: ['a > b SYN'] },
      },
    })
    expect(report.replay).toBe('ackademy grade echo DIR --backend simulated --variant k --seed 7 --test v1')
  })

  test('is repeated by a command that survives the shell, whatever the folder is called', async () => {
    const { report } = await grade({ sh: () => 'echo' }, { submissionName: "ann's work; rm -r *" })
    expect(execFileSync('sh', ['-c', `printf '%s\n' ${report.replay}`], { encoding: 'utf8' })).toContain(
      "\necho\nann's work; rm -r *\n--backend\n",
    )
  })

  test.each([
    ['TIMEOUT', 'timed-out'],
    ['END', 'failed'],
    ['EXITED', 'failed'],
  ] as const)('%s costs the test: %s', async (code, status) => {
    const { report } = await grade(throwing(code))
    expect(report.status).toBe('graded')
    expect(report.tests[0]).toMatchObject({
      status,
      evidence: { code, about: 'the answer', sentence: 'The answer did not come; nothing came.' },
    })
    expect(report.score?.points).toBe(3)
  })

  test('is something left open after a test that asks for it', async () => {
    const leaks = [{ kind: 'timer' as const, process: 'server.ts', what: '1 timer still running', since: 3 }]
    const exercise = load({ 'tests/visible.test.ts': TESTS.replace("'v1 answers',", "'v1 answers', { leaks: true },") })
    const { report } = await grade({ leaks }, { exercise, tests: ['v1'] })
    expect(report.tests[0]).toMatchObject({
      status: 'failed',
      evidence: { sentence: 'Something was left when the test was over: server.ts: 1 timer still running.', leaks },
    })
  })

  test('is a test that takes too much real time', async () => {
    const exercise = load({ 'exercise.yaml': EXERCISE.replace('tests:\n', 'limits: { real: 20ms }\ntests:\n') })
    const { report, closed } = await grade({ sh: () => new Promise(() => {}) }, { exercise, tests: ['v1'] })
    expect(report.tests[0]).toMatchObject({ status: 'timed-out', evidence: { code: 'TIMEOUT' } })
    expect(closed()).toBe(1)
  })
})

describe('the schedule of a failure', () => {
  test('is made as small as possible, and shown by the sentence, the evidence and the hint', async () => {
    const { report } = await grade({
      sh: ({ line, difference }) => (line === 'cut' && difference.cut.includes(4) ? 'half' : GOOD({ line })),
    })
    const dribble = report.tests.find((row) => row.id === 'h3/dribble')!
    expect(dribble.evidence?.schedule).toEqual({ kind: 'dribble', minimised: true, cut: [4], join: [] })
    expect(dribble.evidence?.sentence).toBe("The cut is 'half', expected 'whole', when byte 4 began a new segment.")
    expect(report.hints[0]).toMatchObject({ id: 'cut', text: 'Only half came.', test: 'h3/dribble' })
    expect(report.hints.map(({ id, test }) => `${test} ${id}`)).toEqual([
      'h3/dribble cut',
      'h3/split cut',
      'h3/random cut',
    ])
    expect(report.score?.groups.map((group) => group.points)).toEqual([1, 1.2])
  })

  test('is tried first on the other schedules of the same test', async () => {
    const { opened } = await grade({
      sh: ({ line, difference }) => (line === 'cut' && difference.cut.includes(4) ? 'half' : GOOD({ line })),
    })
    const explicit = opened.filter((request) => request.schedule.kind === 'explicit')
    expect(explicit.filter(({ schedule }) => JSON.stringify(schedule).includes('[4]')).length).toBeGreaterThanOrEqual(3)
    expect(explicit.length).toBeLessThan(14)
  })

  test('is not called the smallest if the grader was too slow to tell', async () => {
    const { report } = await grade({
      sh: ({ line, difference, request }) => {
        if (line !== 'cut' || !difference.cut.includes(4)) {
          if (request.schedule.kind !== 'explicit') return GOOD({ line })
          throw new LabError({ code: 'LAG', expected: '', seen: 'slow', at: 0, packets: [] })
        }
        return 'half'
      },
    })
    expect(report.tests.find((row) => row.id === 'h3/dribble')?.evidence?.schedule).toMatchObject({
      minimised: false,
      cut: [4],
    })
  })

  test('is not minimized if the caller does not ask, with the same verdict and hint', async () => {
    const { report, opened } = await grade(
      { sh: ({ line, difference }) => (line === 'cut' && difference.cut.includes(4) ? 'half' : GOOD({ line })) },
      { smallest: false },
    )
    expect(opened).toHaveLength(6)
    const dribble = report.tests.find((row) => row.id === 'h3/dribble')!
    expect(dribble).toMatchObject({ status: 'failed', evidence: { schedule: { kind: 'dribble', minimised: false } } })
    expect(dribble.evidence?.schedule?.cut).toContain(4)
    expect(report.hints[0]).toMatchObject({ id: 'cut', test: 'h3/dribble' })
  })

  test('is not minimized if the test also fails with whole pieces', async () => {
    const { report, opened } = await grade({ sh: ({ line }) => (line === 'cut' ? 'half' : 'PONG') })
    expect(opened).toHaveLength(6)
    expect(report.tests.find((row) => row.id === 'h3/dribble')?.evidence?.schedule).toBeUndefined()
  })
})

describe('hints', () => {
  test('query the capture of the test that they name', async () => {
    const { report } = await grade({ ...throwing('TIMEOUT'), packets: [] })
    expect(report.hints).toMatchObject([{ id: 'silent', stage: 2, alsoMatched: [] }])
    expect((await grade(throwing('TIMEOUT'))).report.hints).toEqual([])
  })
})

describe('failures that are not the learner’s fault cost nothing', () => {
  test.each([
    ['MISUSE', 'platform-error'],
    ['PLATFORM', 'platform-error'],
    ['LAG', 'ungradable'],
  ] as const)('%s makes the submission %s', async (code, status) => {
    const { report } = await grade(throwing(code))
    expect(report).toMatchObject({ status, score: null, hints: [] })
    expect(report.reason).toContain('v1: ')
  })

  test('a grader that was too slow tries again', async () => {
    let first = true
    const { report } = await grade({
      sh: ({ line }) => {
        if (first) {
          first = false
          throw new LabError({ code: 'LAG', expected: '', seen: 'slow', at: 0, packets: [] })
        }
        return GOOD({ line })
      },
    })
    expect(report.tests[0]).toMatchObject({ status: 'passed', runs: 2 })
  })

  test('a failure on a machine that had no time for the world is not counted', async () => {
    const { report } = await grade({ sh: () => 'wrong', evidence: { lagMs: 500 } })
    expect(report).toMatchObject({ status: 'ungradable', score: null })
    expect(report.tests[0]).toMatchObject({ status: 'ungradable', runs: 3 })
    expect(report.reason).toContain('was 500 ms late')
  })

  test('on a busy machine a failure counts when it happens again', async () => {
    const busy = { othersShare: 0.6 }
    const always = await grade({ sh: () => 'wrong', evidence: busy }, { tests: ['v1'] })
    expect(always.report.tests[0]).toMatchObject({ status: 'failed', runs: 2 })
    let runs = 0
    const once = await grade(
      { sh: (scene) => (runs++ === 0 ? 'wrong' : GOOD(scene)), evidence: busy },
      { tests: ['v1'] },
    )
    expect(once.report.tests[0]).toMatchObject({ status: 'passed', runs: 2 })
  })

  test('a test that the backend cannot run is not run, with the reason', async () => {
    const { report } = await grade({ capabilities: [] })
    expect(report.tests[0]).toMatchObject({ status: 'not-run', reason: 'the backend simulated cannot do segments' })
    expect(hasPassed(report)).toBe(false)
  })

  test('on Linux a test that takes more than three seconds is not run', async () => {
    const exercise = load({
      'tests/visible.test.ts': TESTS.replace("'v1 answers',", "'v1 answers', { waits: '31s' },"),
    })
    const { report } = await grade({}, { exercise, backend: 'linux', tests: ['v1'] })
    expect(report.tests[0]).toMatchObject({
      status: 'not-run',
      reason: 'the test lets 31 s pass, and this backend at most 3 s',
    })
  })

  test('an error of the test itself is the author’s, with its words', async () => {
    const exercise = load({ 'tests/visible.test.ts': TESTS.replace("say('PING ' + params.port)", 'nobody.asked()') })
    const { report } = await grade({}, { exercise, tests: ['v1'] })
    expect(report).toMatchObject({
      status: 'platform-error',
      reason: 'v1: The test itself threw ReferenceError: nobody is not defined (visible.test.ts:5)',
    })
  })
})

describe('a submission that cannot be run', () => {
  const rejected = async (submission: Files, exercise = load()) => (await grade({}, { submission, exercise })).report

  test('because a file is missing', async () => {
    const report = await rejected({ 'main.ts': '' })
    expect(report.rejected).toEqual({ sentence: 'There is no server.ts in the submission: it has main.ts.' })
    expect(report).toMatchObject({ status: 'graded', score: { points: 0 } })
    expect(hasPassed(report)).toBe(false)
    expect(report.tests.every((row) => row.status === 'not-run')).toBe(true)
  })

  test('because its JavaScript has another name than the file that is asked for', async () => {
    const { rejected: why } = await rejected({ 'server.js': '' })
    expect(why?.sentence).toBe(
      'There is no server.ts in the submission: it has server.js. JavaScript counts too: hand it in under the name server.ts.',
    )
  })

  test('because it does not parse, with file, line and column', async () => {
    const report = await rejected({ 'server.ts': 'const a = 1\nlet b = = 2\n' })
    expect(report.rejected).toMatchObject({ source: { file: 'server.ts', line: 2, column: 9 } })
    expect(report.rejected?.sentence).toMatch(/^server\.ts:2:9 SyntaxError: /)
  })

  test('because it is too large', async () => {
    const exercise = load({
      'exercise.yaml': EXERCISE.replace('files: [server.ts] }', 'files: [server.ts], maxBytes: 10 }'),
    })
    expect((await rejected({ 'server.ts': '// much too long' }, exercise)).rejected?.sentence).toContain(
      'it may have 10',
    )
  })
})

test('a wrong topology is reported with file and line', async () => {
  const exercise = {
    ...load(),
    topology: { file: 'content/topologies/wire.yaml', text: WIRE.replace('b:eth0', 'c:eth0') },
  }
  await expect(grade({}, { exercise })).rejects.toThrow(/^content\/topologies\/wire\.yaml:5:\d+: topology\.links/)
})

describe('a test file that its author must fix', () => {
  const failing = (text: string) => grade({}, { exercise: load({ 'tests/visible.test.ts': text }) })

  test('because it does not parse or cannot be evaluated, with the place', async () => {
    await expect(failing('\nconst = 1')).rejects.toThrow(
      "content/03-tcp/exercises/echo/tests/visible.test.ts cannot be loaded: Unexpected token '=' (visible.test.ts:2)",
    )
    await expect(failing('\nnobody.asked()')).rejects.toThrow('nobody is not defined (visible.test.ts:2)')
  })

  test('because two tests have one id', async () => {
    await expect(failing(`${TESTS}test('v1 again', async () => {})`)).rejects.toThrow('found a second test "v1"')
  })
})
