import { describe, expect, test } from 'vitest'
import type { Report } from '../report/index.ts'
import { coveringVariants } from '../variants/index.ts'
import { AS_CLAIMED, check, graded, IDS, load, problems, WRONG } from './check.fixture.ts'
import { type CheckOptions, checkAsHtml, checkAsText, type GradeProgram } from './index.ts'

test('a test that a backend does not run need not catch anything there', async () => {
  const notRun = ['h3/whole']
  const result = await check({
    solution: { notRun },
    starter: { fails: ['v1', 'h3/dribble'], notRun, hint: 'silent' },
    chunk: { fails: ['h3/dribble'], notRun, hint: 'cut' },
  })
  expect(result.passed).toBe(true)
  expect(result.matrices[0]?.matrix.tests).toEqual(['v1', 'h3/dribble'])
})

describe('an exercise that keeps its promises', () => {
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
    expect(checkAsText(result)).toContain('✓ echo: no problems')
  })

  test('runs with every value of its variants', async () => {
    const seen = new Set<string>()
    const grade: GradeProgram = async ({ submission, variant, seed }) => {
      if (submission['server.ts'] === 'solution') seen.add(`${variant}, ${seed}`)
      return graded(AS_CLAIMED[submission['server.ts']!]!, '1')
    }
    await check({}, { grade, seeds: 3 })
    // Two values of one parameter, and three seeds of each.
    expect(seen.size).toBe(6)
  })

  test('runs a wrong program with every test in each of its runs: a cause may be false in any of them', async () => {
    const asked: (string[] | undefined)[] = []
    const grade: GradeProgram = async ({ submission, tests }) => {
      if (submission['server.ts'] === 'chunk') asked.push(tests)
      return graded(AS_CLAIMED[submission['server.ts']!]!, '1')
    }
    await check({}, { grade })
    expect(asked).toEqual([undefined, undefined])
  })

  test('keeps no failures; of one with problems, the runs that a problem is about', async () => {
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

describe('an obstacle to grading is reported once and first, without the findings that follow from it', () => {
  const obstructed = (change: (report: Report) => Report, ...programs: string[]): GradeProgram => {
    return async ({ submission }) => {
      const name = submission['server.ts']!
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
  const exercise = load({
    'solution/server.ts': 'if (n < 3) reply()\n',
    'wrong.yaml': WRONG.replace(/edits: .*/, 'files: [server.ts]'),
    'wrong/chunk/server.ts': 'chunk',
  })
  const grade =
    (caught: (program: string, job: { variant: string }) => boolean): GradeProgram =>
    async (job) => {
      const source = job.submission['server.ts']!
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

  test('are caught if one variant catches them', async () => {
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
  test('as many at a time as there are jobs, and each is reported', async () => {
    let running = 0
    let most = 0
    const seen: number[] = []
    const grade: GradeProgram = async ({ submission }) => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running--
      return graded(AS_CLAIMED[submission['server.ts']!]!, '1')
    }
    const { runs } = await check({}, { grade, jobs: 3, onProgress: ({ done }) => seen.push(done) })
    expect(most).toBe(3)
    expect(seen).toEqual(Array.from({ length: runs }, (_, i) => i + 1))
  })
})

describe('the check as a page', () => {
  const page = async (...input: Parameters<typeof check>) =>
    checkAsHtml([await check(...input)], [], {
      tokens: ':root { --ink: #000 }\n[data-theme="dark"] { --ink: #fff }',
      at: new Date(0),
      tookMs: 1500,
    })

  test('shows what the hints said about attempts, and about pairs of mistakes', async () => {
    const result = await check()
    const counts = { true: 5, silent: 2, false: 1 }
    const precision = { attempts: 10, hints: counts, first: counts, passingWrong: ['late'], failingRight: [] }
    const pairs = { total: 12, told: 7, silent: 9 }
    const html = checkAsHtml([{ ...result, precision, pairs }], [], { tokens: '', at: new Date(0), tookMs: 1 })
    expect(html).toContain('hints over 10 attempts')
    expect(html).toMatch(
      /every failed test<\/th><td class="number">5<\/td><td class="number">2<\/td><td class="number never">1/,
    )
    expect(html).toContain('Wrong attempts that pass: late. Right attempts that fail: none.')
    expect(html).toContain('12 programs with two mistakes. Of their failed tests 7 were told a cause, 9 none.')
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

test('an exercise without a backend is reported as not run, not as passed', async () => {
  const result = await check({}, { backends: [] })
  expect(checkAsText(result)).toContain('· echo was not run')
})

test('a grading on a machine that was too slow is repeated', async () => {
  let slow = 2
  const grade: GradeProgram = async ({ submission }) => {
    const { report, ...rest } = graded(AS_CLAIMED[submission['server.ts']!]!, '1')
    return { report: slow-- > 0 ? { ...report, status: 'ungradable', reason: 'too slow' } : report, ...rest }
  }
  expect((await check({}, { grade })).passed).toBe(true)
})

test('a mistake claimed only on some backends runs only there', async () => {
  const exercise = load({
    'wrong.yaml': WRONG.replace('    hint: cut\n', '    hint: cut\n    backends: [linux]\n'),
  })
  expect((await check({}, { exercise })).matrices[0]?.matrix.rows.map((row) => row.program)).toEqual(['starter'])
})

describe('two mistakes at once', () => {
  const exercise = load({
    'solution/server.ts': 'one\ntwo\n',
    'wrong.yaml': `version: 1
mistakes:
  chunk: { idea: A., fails: [h3/dribble], hint: cut, edits: { server.ts: [{ find: one, put: '1' }] } }
  silent: { idea: B., fails: [v1], hint: silent, edits: { server.ts: [{ find: two, put: '2' }] } }
  same: { idea: C., fails: [v1], also: [silent], edits: { server.ts: [{ find: one, put: eins }] } }
`,
  })

  test('get no hint that is true of neither; mistakes in one place are no pair', async () => {
    const seen: string[] = []
    const grade: GradeProgram = async ({ submission }) => {
      const text = submission['server.ts']!
      seen.push(text)
      return graded(
        text === '1\n2\n' ? { fails: ['v1'], hint: 'other' } : { fails: ['v1', 'h3/whole', 'h3/dribble'] },
        '1',
      )
    }
    const { pairs, findings } = await check({}, { exercise, grade, pairs: true })
    expect(pairs).toMatchObject({ total: 2 })
    expect(seen).toEqual(expect.arrayContaining(['1\n2\n', 'eins\n2\n']))
    expect(findings.map(({ about, sentence }) => `${about}: ${sentence}`)).toContainEqual(
      'wrong/chunk with silent: is told the cause other in v1, which is not said to be true of it',
    )
  })
})
