/** CTRF, Gradescope's results.json and JUnit: checks the output against each format's own documentation, written here as schemas. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { FORMAT_NAMES, FORMATS, type Judged, Report } from './index.ts'

const process = { name: 'server.ts', host: 'server', exit: null, stdout: 'hi\n', stderr: '<a> & b\n', queuedBytes: 0 }
const evidence = {
  sentence: 'Byte 3 was lost.',
  code: 'ASSERTION',
  expected: 'y',
  seen: 'x',
  at: 68.9,
  steps: [
    ...[{ step: 3, from: 40, to: 68.94, on: 'client', op: 'lines', args: '3', outcome: 'x', packets: null }],
    ...[
      {
        step: 4,
        from: 40,
        to: 69,
        on: 'client',
        op: 'end',
        args: '',
        outcome: '',
        packets: null,
        source: { file: 'a.ts', line: 7 },
      },
    ],
  ],
  packets: { pcapng: 'sha256:0', marked: [], ladder: ['SYN', 'SYN ACK'] },
  processes: [process],
}
const base = { file: 'practice', backend: 'simulated', took: 60.4 } as const
const report = (changes: object = {}) =>
  Report.parse({
    schema: 'https://ackademy.test/report/1',
    exercise: { id: 'echo', title: 'An echo', hash: 'sha256:1', points: 10 },
    submission: { hash: 'sha256:2', files: ['server.ts'] },
    inputs: { variant: 'k', params: {}, seed: 7, platform: '0.1.0', node: '24.21.0' },
    authority: 'practice',
    status: 'graded',
    score: {
      points: 5,
      of: 10,
      groups: [
        { id: 'a', title: 'Lines', points: 5, of: 5 },
        { id: 'b', title: 'End', points: 0, of: 5 },
      ],
    },
    tests: [
      { ...base, id: 'v1', title: 'answers', status: 'passed' },
      { ...base, id: 'h3', title: 'may be cut', status: 'failed', evidence, runs: 2 },
      { ...base, id: 'h4', title: 'slow', status: 'timed-out', evidence },
      { ...base, id: 'h9', title: 'long', status: 'not-run', reason: 'it lets 60 s pass', file: 'sealed' },
    ],
    hints: [{ id: 'cut', stage: 2, text: 'Keep the rest.', test: 'h3', show: 'bytes', alsoMatched: [] }],
    replay: 'ackademy grade echo DIR',
    run: { startedAt: '2026-01-01T00:00:00.000Z', tookMs: 1412, host: 'here' },
    ...changes,
  })
const rejected = report({ rejected: { sentence: 'There is no server.ts.' }, tests: [], hints: [] })
const undecided = report({
  status: 'ungradable',
  reason: 'v1: slow',
  score: null,
  hints: [],
  tests: [{ ...base, id: 'v1', title: 'answers', status: 'ungradable', reason: 'slow' }],
})

/** The Common Test Report Format, https://ctrf.io/docs/specification: required fields, and every field that its objects may have. */
const count = z.number().int().min(0)
const Ctrf = z.strictObject({
  reportFormat: z.literal('CTRF'),
  specVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
  generatedBy: z.string().optional(),
  results: z.strictObject({
    tool: z.strictObject({ name: z.string().min(1), version: z.string().optional() }),
    summary: z.strictObject({
      tests: count,
      passed: count,
      failed: count,
      pending: count,
      skipped: count,
      other: count,
      start: count,
      stop: count,
      suites: count.optional(),
    }),
    tests: z.array(
      z.strictObject({
        name: z.string().min(1),
        status: z.enum(['passed', 'failed', 'skipped', 'pending', 'other']),
        duration: count,
        suite: z.array(z.string().min(1)).min(1).optional(),
        rawStatus: z.string().optional(),
        message: z.string().optional(),
        trace: z.string().optional(),
        filePath: z.string().optional(),
        line: z.number().int().optional(),
        retries: count.optional(),
        stdout: z.array(z.string()).optional(),
        stderr: z.array(z.string()).optional(),
      }),
    ),
  }),
})

describe('CTRF', () => {
  const ctrf = (...reports: Report[]) =>
    Ctrf.parse(
      JSON.parse(
        FORMATS.ctrf.write(
          reports.map((one, i) => ({ name: `s${i}`, report: one })),
          false,
        ),
      ),
    )

  test('conforms to the format, and the summary counts the tests', () => {
    const { summary, tests } = ctrf(report(), rejected, undecided).results
    expect(summary).toMatchObject({ tests: 6, passed: 1, failed: 3, skipped: 1, other: 1, suites: 3 })
    expect(summary.stop - summary.start).toBe(1412)
    expect(tests.length).toBe(summary.tests)
  })

  test('says what failed, where, with packets and output', () => {
    expect(ctrf(report()).results.tests[1]).toEqual({
      name: 'h3 may be cut',
      status: 'failed',
      rawStatus: 'failed',
      duration: 60,
      suite: ['echo', 's0'],
      retries: 1,
      message: 'Byte 3 was lost.',
      trace: 'SYN\nSYN ACK',
      filePath: 'practice.test.ts',
      line: 7,
      stdout: ['hi'],
      stderr: ['<a> & b'],
    })
  })
})

/** https://gradescope-autograders.readthedocs.io/en/latest/specs/: what results.json may hold. */
const visibility = z.enum(['hidden', 'after_due_date', 'after_published', 'visible'])
const format = z.enum(['text', 'html', 'simple_format', 'md', 'ansi'])
const Gradescope = z.strictObject({
  score: z.number().min(0),
  execution_time: z.number().int(),
  output: z.string(),
  output_format: format,
  test_output_format: format,
  test_name_format: format,
  stdout_visibility: visibility,
  extra_data: z.object({}).loose(),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      score: z.number().min(0).optional(),
      max_score: z.number().positive().optional(),
      status: z.enum(['passed', 'failed']).optional(),
      number: z.string().optional(),
      output: z.string().optional(),
      visibility,
    }),
  ),
})

describe("Gradescope's results.json", () => {
  const gradescope = (one: Report) =>
    Gradescope.parse(JSON.parse(FORMATS.gradescope.write([{ name: 'ann', report: one }], false)))

  test('conforms to the format; the groups carry the points, and together they are the score', () => {
    const { score, tests } = gradescope(report())
    expect(score).toBe(5)
    expect(tests.reduce((sum, entry) => sum + (entry.score ?? 0), 0)).toBe(5)
    expect(tests.reduce((sum, entry) => sum + (entry.max_score ?? 0), 0)).toBe(10)
  })

  test('the first failure has its hint, a sealed test is not shown before grades are published', () => {
    const { tests } = gradescope(report())
    expect(tests[3]).toMatchObject({
      name: 'h3 may be cut',
      status: 'failed',
      output: 'Byte 3 was lost.\nHint: Keep the rest.',
    })
    expect(tests.at(-1)).toMatchObject({ name: 'h9 long', visibility: 'after_published' })
  })

  test('a submission that was not run says why; one that could not be graded is no grade', () => {
    expect(gradescope(rejected).output).toBe('The submission was not run. There is no server.ts.')
    expect(() => FORMATS.gradescope.write([{ name: 'ann', report: undecided }], false)).toThrow(
      'ann could not be graded: v1: slow',
    )
  })
})

describe('JUnit XML', () => {
  /** The elements and attributes of the format that continuous integration reads (Ant's, as Jenkins publishes it). */
  const ALLOWED: Record<string, string[]> = {
    testsuites: ['name'],
    testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
    testcase: ['name', 'classname', 'time'],
    failure: ['message', 'type'],
    error: ['message', 'type'],
    skipped: ['message'],
  }

  test('conforms to the format: known elements in known places, closed in order, nothing unescaped', () => {
    const xml = FORMATS.junit.write(
      [report(), rejected, undecided].map((one, i) => ({ name: `s${i}`, report: one })),
      false,
    )
    const open: string[] = []
    const tags = [...xml.replace(/^<\?xml[^>]*\?>/, '').matchAll(/<(\/?)([a-z]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/g)]
    for (const [, closes, name, attributes, alone] of tags) {
      if (closes) {
        expect(open.pop()).toBe(name)
        continue
      }
      expect(Object.keys(ALLOWED)).toContain(name)
      for (const [, attribute] of attributes!.matchAll(/([a-z]+)=/g)) expect(ALLOWED[name!]).toContain(attribute)
      if (!alone) open.push(name!)
    }
    expect(open).toEqual([])
    expect(xml.match(/</g)!.length).toBe(tags.length + 1)
    expect(tags.filter(([, closes, name]) => !closes && name === 'testcase')).toHaveLength(6)
  })
})

describe('a batch in a format for programs', () => {
  const judged: Judged[] = [
    { name: 'ann', report: report() },
    { name: 'bob.zip', refused: 'it is not a zip file' },
    { name: 'eve', fault: 'the container died' },
  ]

  test('JSON lists every outcome, of one submission too', () => {
    expect(JSON.parse(FORMATS.json.write(judged, true))).toMatchObject([
      { name: 'ann' },
      { name: 'bob.zip' },
      { name: 'eve' },
    ])
    expect(JSON.parse(FORMATS.json.write(judged.slice(0, 1), true))).toMatchObject([{ name: 'ann' }])
  })

  test('JUnit counts a refused submission as a failure, and one without a grade as an error', () => {
    const xml = FORMATS.junit.write(judged, true)
    expect(xml).toContain('<testsuite name="bob.zip" tests="1" failures="1" errors="0" skipped="0">')
    expect(xml).toContain('<failure message="it is not a zip file" type="REFUSED"/>')
    expect(xml).toContain('<testsuite name="eve" tests="1" failures="0" errors="1" skipped="0">')
  })

  test('CTRF has a test for each of them, so that none is missing from the sums', () => {
    const { results } = Ctrf.parse(JSON.parse(FORMATS.ctrf.write(judged, true)))
    expect(results.summary).toMatchObject({ tests: 6, failed: 3, other: 1, suites: 3 })
    expect(results.tests.at(-1)).toMatchObject({ status: 'other', message: 'the container died', suite: ['eve'] })
  })

  test('without a graded submission gives no date', () => {
    const { results } = Ctrf.parse(JSON.parse(FORMATS.ctrf.write(judged.slice(1), true)))
    expect(results.summary).toMatchObject({ start: 0, stop: 0 })
  })
})

describe.each(FORMAT_NAMES)('%s', (format) => {
  // Clears the screen by C0 and by C1, turns the direction of writing, breaks a line as only Unicode does.
  const hostile = 'x\u001b[2J\u009b2J\u202e\u2066\u200f\u2028\u0085\u007f'
  const shown = {
    ...evidence,
    sentence: hostile,
    packets: { ...evidence.packets, ladder: [hostile] },
    processes: [{ ...process, stdout: hostile, stderr: hostile }],
  }
  const tests = [{ ...base, id: 'v1', title: 'answers', status: 'failed', evidence: shown }]
  const one: Judged = { name: hostile, report: report({ tests, hints: [], replay: hostile }) }

  test.each([false, true])(
    'has nothing that moves a cursor or turns the direction of writing (batch: %s)',
    (isBatch) => {
      const refused: Judged[] = FORMATS[format].takesOne
        ? []
        : [
            { name: hostile, refused: hostile },
            { name: 'c', fault: hostile },
          ]
      expect(FORMATS[format].write([one, ...refused], isBatch)).not.toMatch(/[^\P{Cc}\n\t]|\p{Bidi_Control}|\u2028/u)
    },
  )
})

test('JSON parses to the original values, whatever it had to escape', () => {
  const name = 'a\u202e\u009b\u2028"\\'
  expect(JSON.parse(FORMATS.json.write([{ name, refused: 'no' }], true))).toEqual([{ name, refused: 'no' }])
})
