import { describe, expect, test } from 'vitest'
import { coveringVariants, type Files, type LoadedExercise, loadExercise } from '../exercise/index.ts'
import { Report } from '../report/index.ts'
import { type CheckOptions, checkAsHtml, checkAsText, checkExercise, type Graded, type GradeProgram } from './index.ts'

const EXERCISE = `version: 1
id: echo
title: An echo
module: 3
kind: exercise
tier: 1
points: 3
backends: [simulated, linux]
topology: wire
variants: { tail: { oneOf: [echo, drop] } }
submission: { files: [server.ts] }
starter: { fails: [v1], hint: silent }
tests:
  files: [visible]
  groups: [{ id: all, title: All, tests: [v1, "h3/*"], points: 3 }]
`
const HINTS = `version: 1
stages: [{ text: What is a stream? }]
mistakes:
  - { id: silent, priority: 1, when: { fails: [v1] }, say: Nothing came. }
  - { id: cut, priority: 2, when: { fails: ["h3/*"] }, say: It was cut. }
`
const load = (changes: Files = {}): LoadedExercise =>
  loadExercise({
    folder: 'content/03-tcp/exercises/echo',
    files: {
      'exercise.yaml': EXERCISE,
      'hints.yaml': HINTS,
      'prompt.mdx': 'Echo.',
      'starter/server.ts': 'starter',
      'solution/server.ts': 'solution',
      'wrong/chunk/server.ts': 'chunk',
      'wrong/chunk/wrong.yaml': 'version: 1\nidea: Chunks.\nfails: [h3/dribble]\npasses: [v1]\nhint: cut\n',
      'tests/visible.test.ts': '',
      ...changes,
    },
    topologies: { 'wire.yaml': '' },
  })

interface Behaviour {
  fails?: string[]
  hint?: string
  alsoMatched?: string[]
  notRun?: string[]
  took?: number
}
const AS_CLAIMED: Record<string, Behaviour> = {
  solution: {},
  starter: { fails: ['v1', 'h3/whole', 'h3/dribble'], hint: 'silent' },
  chunk: { fails: ['h3/dribble'], hint: 'cut' },
}
const IDS = ['v1', 'h3/whole', 'h3/dribble']
const evidence = { sentence: 'It failed.', code: 'TIMEOUT', expected: '', seen: '', at: 0, steps: [], processes: [] }

function reportOf({ fails = [], hint, alsoMatched = [], notRun = [], took = 10 }: Behaviour): Report {
  const row = (id: string) => ({
    ...{ id, title: id, file: 'visible', backend: 'simulated', took },
    ...(fails.includes(id) ? { status: 'failed', evidence } : { status: 'passed' }),
    ...(notRun.includes(id) && { status: 'not-run', reason: 'too long' }),
  })
  return Report.parse({
    schema: 'https://ackademy.test/report/1',
    exercise: { id: 'echo', title: 'An echo', hash: '', points: 3 },
    submission: { hash: '', files: [] },
    inputs: { variant: 'k', params: {}, seed: 1, platform: '', node: '' },
    authority: 'practice',
    status: 'graded',
    score: { points: 0, of: 3, groups: [] },
    tests: IDS.map(row),
    hints: hint ? [{ id: hint, stage: 2, text: '', test: 'v1', show: 'ladder', alsoMatched }] : [],
    replay: '',
    run: { startedAt: '2026-01-01T00:00:00.000Z', tookMs: 1, host: '' },
  })
}

const graded = (behaviour: Behaviour, capture: string | null): Graded => ({
  report: reportOf(behaviour),
  captures: capture === null ? {} : Object.fromEntries(IDS.map((id) => [id, capture])),
  realMs: { v1: 12 },
  replays: {},
})

async function check(behaviours: Record<string, Behaviour> = {}, more: Partial<CheckOptions> = {}) {
  const all = { ...AS_CLAIMED, ...behaviours }
  const grade: GradeProgram = async ({ program, record }) => graded(all[program['server.ts']!]!, record ? '1' : null)
  const waits = new Map(IDS.map((id) => [id, 2000]))
  return checkExercise({ exercise: load(), backends: ['simulated'], seeds: 2, grade, waits: () => waits, ...more })
}
const problems = async (...input: Parameters<typeof check>) =>
  (await check(...input)).findings
    .filter(({ kind }) => kind === 'problem')
    .map(({ about, sentence }) => `${about}: ${sentence}`)

const places = async (...input: Parameters<typeof check>) => (await check(...input)).findings[0]?.where

test('a test that a backend does not run is not expected to catch anything there', async () => {
  const notRun = ['h3/whole']
  const result = await check({
    solution: { notRun },
    starter: { fails: ['v1', 'h3/dribble'], notRun, hint: 'silent' },
    chunk: { fails: ['h3/dribble'], notRun, hint: 'cut' },
  })
  expect(result.passed).toBe(true)
  expect(result.matrices[0]?.matrix.tests).toEqual(['v1', 'h3/dribble'])
})

describe('an exercise that holds what it promises', () => {
  test('has no problem, and a kill matrix with a row for every wrong program', async () => {
    const result = await check()
    expect(result).toMatchObject({ passed: true, exercise: 'echo' })
    expect(result.matrices[0]?.matrix.rows).toEqual([
      { program: 'starter', failed: ['v1', 'h3/whole', 'h3/dribble'], hint: 'silent' },
      { program: 'wrong/chunk', failed: ['h3/dribble'], hint: 'cut' },
    ])
    expect(checkAsText(result)).toContain(`  program      v1  h3/whole  h3/dribble  hint
  starter      ✕   ✕         ✕           silent
  wrong/chunk  ·   ·         ✕           cut`)
    expect(checkAsText(result)).toContain('✓ echo holds what it promises')
  })

  test('is run with every value of its variants', async () => {
    const seen = new Set<string>()
    const grade: GradeProgram = async ({ program, variant, seed }) => {
      if (program['server.ts'] === 'solution') seen.add(`${variant}, ${seed}`)
      return graded(AS_CLAIMED[program['server.ts']!]!, '1')
    }
    await check({}, { grade, seeds: 3 })
    // Two values of one parameter, and three seeds of each.
    expect(seen.size).toBe(6)
  })

  test('runs a wrong program with every test once, then with those that its claim depends on', async () => {
    const asked: (string[] | undefined)[] = []
    const grade: GradeProgram = async ({ program, tests }) => {
      if (program['server.ts'] === 'chunk') asked.push(tests)
      return graded(AS_CLAIMED[program['server.ts']!]!, '1')
    }
    await check({}, { grade })
    expect(asked).toEqual([undefined, expect.arrayContaining(['h3/dribble', 'h3/whole'])])
  })

  test('keeps nothing of its failures; of one that does not, the runs that a problem is about', async () => {
    const troubled: string[] = []
    const onTroubled: CheckOptions['onTroubled'] = ({ about, where }) => troubled.push(`${about}, ${where}`)
    await check({}, { onTroubled })
    expect(troubled).toEqual([])
    await check({ chunk: { fails: ['v1', 'h3/dribble'], hint: 'cut' } }, { onTroubled, seeds: 1 })
    expect(troubled).toEqual([expect.stringMatching(/^wrong\/chunk, simulated, variant check\/\d, seed 1$/)])
  })

  test('may let more time pass in one variant than in another', async () => {
    const waits = (least: number) => () => new Map(IDS.map((id) => [id, least]))
    const times = await check({ solution: { took: 2400 } }, { waits: waits(2500) })
    expect(times.passed).toBe(true)
    const [slow] = coveringVariants(load().exercise)
    const mixed = (variant: string) => waits(variant === slow ? 2500 : 2000)()
    const { findings } = await check({ solution: { took: 2400 } }, { waits: mixed })
    expect(findings[0]?.sentence).toMatch(/^v1 lets 2400 ms pass/)
  })
})

describe('a problem is', () => {
  test('a solution that fails', async () => {
    expect(await problems({ solution: { fails: ['v1'] } })).toEqual(['solution: fails v1: It failed.'])
    // Two variants, two seeds of each, said once.
    expect(await places({ solution: { fails: ['v1'] } })).toHaveLength(4)
    expect((await places({ solution: { fails: ['v1'] } }))?.[0]).toMatch(/^simulated, variant check\/\d+, seed 1$/)
  })

  test('a wrong solution that a claimed test lets pass, and so nothing catches', async () => {
    const found = await problems({ chunk: {} })
    expect(found).toContainEqual('wrong/chunk: passes h3/dribble, which is claimed to fail')
    expect(found).toContainEqual('wrong/chunk: passes every test')
  })

  test('a wrong solution that breaks more than is claimed', async () => {
    expect((await problems({ chunk: { fails: ['v1', 'h3/dribble'], hint: 'cut' } }))[0]).toContain(
      'fails v1, which is claimed to pass',
    )
  })

  test('another hint than the claimed one, or none', async () => {
    expect((await problems({ chunk: { fails: ['h3/dribble'], hint: 'silent' } }))[0]).toContain(
      'shows the hint silent, claimed is cut',
    )
    expect((await problems({ starter: { fails: IDS } }))[0]).toContain('starter: shows no hint, claimed is silent')
  })

  test('a test that no wrong program fails', async () => {
    expect(await problems({ starter: { fails: ['v1'], hint: 'silent' } })).toEqual([
      'tests: h3/whole is failed by no wrong program, so nothing shows that it can fail',
    ])
  })

  test('a test that lets more time pass than it declares', async () => {
    expect((await problems({ solution: { took: 2400 } }))[0]).toBe(
      "tests: v1 lets 2400 ms pass: declare it, { waits: '3s' }",
    )
  })

  test('a capture that differs from run to run', async () => {
    let run = 0
    const grade: GradeProgram = async ({ program }) => ({
      ...graded(AS_CLAIMED[program['server.ts']!]!, '0'),
      captures: { v1: String(run++), 'h3/whole': '0' },
    })
    expect(await problems({}, { grade })).toEqual(['tests: v1: two runs with one seed gave two different captures'])
  })

  test('a group, claim or hint about a test that does not exist, and a test in no group', async () => {
    const exercise = load({
      'exercise.yaml': EXERCISE.replace('tests: [v1, "h3/*"]', 'tests: [v1, h7]'),
      'hints.yaml': HINTS.replace('fails: [v1]', 'fails: [v9]'),
    })
    const found = await problems({}, { exercise })
    expect(found).toContainEqual(expect.stringContaining('group all: there is no test h7'))
    expect(found).toContainEqual(expect.stringContaining('hint silent: there is no test v9'))
    expect(found).toContainEqual('tests: h3/whole is in no group, so it gives no points')
  })
})

describe('what nobody would notice by running is a problem too', () => {
  test('a hint that no program is claimed to trigger', async () => {
    const extra = '  - { id: late, priority: 3, when: { fails: [v1], error: TIMEOUT }, say: It was late. }\n'
    expect(await problems({}, { exercise: load({ 'hints.yaml': HINTS + extra }) })).toContainEqual(
      expect.stringContaining('hint late: no program is claimed to trigger it'),
    )
  })

  test('a prerequisite that is no exercise', async () => {
    const exercise = load({ 'exercise.yaml': EXERCISE.replace('tier: 1', 'tier: 1\nprerequisites: [echoo]') })
    expect(await problems({}, { exercise, exerciseIds: ['echo'] })).toContainEqual(
      'exercise.yaml: found the prerequisite "echoo", expected an exercise of the course',
    )
  })

  test('a lesson that nobody has written', async () => {
    const exercise = load({ 'hints.yaml': `${HINTS}lesson: 01-lines#explain\n` })
    const lessons = ['03-tcp/01-lines', '03-tcp/01-lines#explian']
    expect(await problems({}, { exercise, lessons })).toContainEqual(
      'hints.yaml: there is no lesson 03-tcp/01-lines#explain; did you mean "03-tcp/01-lines#explian"?',
    )
    expect(await problems({}, { exercise, lessons: ['03-tcp/01-lines#explain'] })).not.toContainEqual(
      expect.stringContaining('there is no lesson'),
    )
  })

  test('files that nothing uses', async () => {
    const exercise = load({
      'tests/visible.test.ts': "import { a } from './setup.ts'",
      'tests/setup.ts': "export * from './deep/more.ts'",
      'tests/deep/more.ts': '',
      'tests/old.ts': '',
      'tests/programs/watcher.ts': '',
      'wrong/same/wrong.yaml': 'version: 1\nidea: None.\nfails: [h3/dribble]\nhint: cut\n',
    })
    const found = await problems({}, { exercise, paths: ['exercise.yaml', 'starter/server.ts', 'notes.txt'] })
    expect(found.filter((sentence) => /^(tests\/|notes|wrong\/same: is)/.test(sentence))).toEqual([
      'tests/old.ts: no test file imports it, and "tests.files" does not name it',
      "tests/programs/watcher.ts: no test runs it: lab.host(…).run('tests:watcher.ts')",
      'wrong/same: is the solution, word for word',
      'notes.txt: nothing in the exercise uses this file',
    ])
  })
})

describe('what keeps programs from being judged is said once and first, and nothing that only follows from it', () => {
  const obstructed = (change: (report: Report) => Report, ...programs: string[]): GradeProgram => {
    return async ({ program }) => {
      const name = program['server.ts']!
      const { report, ...rest } = graded(AS_CLAIMED[name]!, '1')
      return { report: programs.includes(name) ? change(report) : report, ...rest }
    }
  }
  const everything = ['solution', 'starter', 'chunk']

  test('a world that cannot be opened', async () => {
    const change = (report: Report): Report => ({
      ...report,
      status: 'platform-error',
      reason: 'no such link',
      score: null,
    })
    expect(await problems({}, { grade: obstructed(change, ...everything) })).toEqual([
      'solution, starter, wrong/chunk: could not be graded: no such link',
    ])
  })

  test('a submission that is refused', async () => {
    const change = (report: Report): Report => ({ ...report, rejected: { sentence: 'There is no server.ts.' } })
    expect(await problems({}, { grade: obstructed(change, 'starter') })).toEqual([
      'starter: was not run: There is no server.ts.',
    ])
  })

  test('tests that a backend cannot run', async () => {
    const change = (report: Report): Report => ({
      ...report,
      hints: [],
      tests: report.tests.map((one) => ({ ...one, status: 'not-run', reason: 'the backend cannot do raw' })),
    })
    expect(await problems({}, { grade: obstructed(change, ...everything) })).toEqual([
      'solution, starter, wrong/chunk: no test was run: the backend cannot do raw',
    ])
  })
})

describe('mutants', () => {
  const exercise = load({ 'solution/server.ts': 'if (n < 3) reply()\n' })
  const grade =
    (caught: (program: string, job: { variant: string }) => boolean): GradeProgram =>
    async (job) => {
      const source = job.program['server.ts']!
      if (!job.stopAtFirstFailure) return graded(AS_CLAIMED[source] ?? {}, '1')
      return graded(caught(source, job) ? { fails: ['v1'] } : {}, null)
    }

  test('that some test fails are counted, those that pass every variant are listed with their line', async () => {
    const { mutants } = await check({}, { exercise, mutants: true, grade: grade((source) => !source.includes('<=')) })
    expect(mutants).toMatchObject({
      survivors: [{ file: 'server.ts', line: 1, before: 'if (n < 3) reply()', after: 'if (n <= 3) reply()' }],
    })
    expect(mutants!.caught).toBe(mutants!.total - 1)
    expect(mutants!.caughtBy).toEqual({ v1: mutants!.caught })
  })

  test('are caught when one variant catches them', async () => {
    const variants = new Set<string>()
    const { mutants } = await check(
      {},
      {
        exercise,
        mutants: true,
        grade: grade((_, { variant }) => Boolean(variants.add(variant)) && variants.size > 1),
      },
    )
    expect(mutants!.survivors).toEqual([])
  })
})

describe('programs are graded', () => {
  test('so many at the same time as there are jobs, and each is told', async () => {
    let running = 0
    let most = 0
    const seen: number[] = []
    const grade: GradeProgram = async ({ program }) => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running--
      return graded(AS_CLAIMED[program['server.ts']!]!, '1')
    }
    const { runs } = await check({}, { grade, jobs: 3, onProgress: ({ done }) => seen.push(done) })
    expect(most).toBe(3)
    expect(seen).toEqual(Array.from({ length: runs }, (_, i) => i + 1))
  })
})

describe('the check as a page', () => {
  const page = async (behaviours: Record<string, Behaviour> = {}) =>
    checkAsHtml([await check(behaviours)], [], {
      tokens: ':root { --ink: #000 }\n[data-theme="dark"] { --ink: #fff }',
      at: new Date(0),
      tookMs: 1500,
    })

  test('shows matrix, times and findings, escaped, and refers to nothing outside', async () => {
    const html = await page({ solution: { fails: ['v1'] } })
    expect(html).toContain('<h1>0 of 1 hold what they promise</h1>')
    expect(html).toContain('<th scope="row">wrong/chunk</th>')
    expect(html).toContain('fails v1: It failed.')
    expect(html).not.toMatch(/<script|src=|href="(?!#)|url\(/)
    expect(html).toContain('@media (prefers-color-scheme: dark) { :root[data-theme] { --ink: #fff } }')
  })
})

describe('a note is', () => {
  const notes = async (...input: Parameters<typeof check>) =>
    (await check(...input)).findings
      .filter(({ kind }) => kind === 'note')
      .map(({ about, sentence }) => `${about}: ${sentence}`)

  test('a test that only the starter fails', async () => {
    expect(await notes()).toContainEqual('tests: v1, h3/whole: failed by the starter only, by no wrong solution')
  })

  test('a mistake that matches another hint as well, or shares its hint', async () => {
    expect(await notes({ chunk: { fails: ['h3/dribble'], hint: 'cut', alsoMatched: ['utf8'] } })).toContainEqual(
      'wrong/chunk: matches utf8 as well; the priority decides',
    )
  })
})

test('what was run on no backend is not said to hold', async () => {
  const result = await check({}, { backends: [] })
  expect(checkAsText(result)).toContain('· echo was not run')
})

test('a grading for which the machine was too slow is done again', async () => {
  let slow = 2
  const grade: GradeProgram = async ({ program }) => {
    const { report, ...rest } = graded(AS_CLAIMED[program['server.ts']!]!, '1')
    return { report: slow-- > 0 ? { ...report, status: 'ungradable', reason: 'too slow' } : report, ...rest }
  }
  expect((await check({}, { grade })).passed).toBe(true)
})

test('where a mistake is claimed on some backends only, it is run on those only', async () => {
  const exercise = load({
    'wrong/chunk/wrong.yaml': 'version: 1\nidea: Chunks.\nfails: [h3/dribble]\nhint: cut\nbackends: [linux]\n',
  })
  expect((await check({}, { exercise })).matrices[0]?.matrix.rows.map((row) => row.program)).toEqual(['starter'])
})
