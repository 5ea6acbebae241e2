import { describe, expect, test } from 'vitest'
import { FORMATS, Report, reportAsText } from './index.ts'

const process = { name: 'server.ts', host: 'server', exit: null, stdout: '', stderr: 'a < b\u0007\n', queuedBytes: 0 }
const failure = {
  sentence: "Value 2 of 3 is 'x', expected 'y', when byte 15 began a new segment.",
  code: 'ASSERTION' as const,
  expected: 'y',
  seen: 'x',
  at: 68.9,
  steps: [
    {
      step: 3,
      from: 40,
      to: 68.94,
      on: 'client→server:9000',
      op: 'lines',
      args: '3',
      outcome: 'x',
      packets: null,
      source: { file: 'practice.test.ts', line: 7 },
    },
  ],
  packets: { pcapng: 'sha256:0', marked: [], ladder: ['client > server SYN', 'server > client SYN ACK'] },
  processes: [process],
}
const base = { file: 'practice', backend: 'simulated', took: 60 } as const
const report = (changes: object = {}) =>
  Report.parse({
    schema: 'https://ackademy.test/report/1',
    exercise: { id: 'tcp-echo-line', title: 'A line server', hash: 'sha256:1', points: 10 },
    submission: { hash: 'sha256:2', files: ['server.ts'] },
    inputs: { variant: 'k', params: {}, seed: 7, platform: '0.1.0', node: '24.21.0' },
    authority: 'practice',
    status: 'graded',
    score: { points: 5, of: 10, groups: [{ id: 'lines', title: 'Lines', points: 5, of: 10 }] },
    tests: [
      { ...base, id: 'v1', title: 'answers', status: 'passed' },
      { ...base, id: 'h3/dribble', title: 'may be cut', status: 'failed', evidence: failure },
      { ...base, id: 'h4', title: 'other', status: 'timed-out', evidence: { ...failure, sentence: 'Too slow.' } },
      { ...base, id: 'h9', title: 'long', status: 'not-run', reason: 'the test lets 60 s pass' },
    ],
    hints: [{ id: 'utf8', stage: 2, text: 'Split bytes first.', test: 'h3/dribble', show: 'bytes', alsoMatched: [] }],
    replay: 'ackademy grade tcp-echo-line DIR --test h3/dribble',
    run: { startedAt: '2026-01-01T00:00:00.000Z', tookMs: 412, host: 'here' },
    ...changes,
  })

describe('a report as text', () => {
  test('shows the first failure: sentence, packets, what the program said, hint; then all tests and the points', () => {
    expect(reportAsText(report())).toBe(`A line server (tcp-echo-line), simulated, variant k, seed 7

✕ Value 2 of 3 is 'x', expected 'y', when byte 15 began a new segment.
  h3/dribble may be cut

  expected  y
  received  x

  Packets
    client > server SYN
    server > client SYN ACK

  server.ts said
    a < b␇

  Hint: Split bytes first.

  At: practice.test.ts:7, client→server:9000 lines, 68.9 ms into the world

  Again: ackademy grade tcp-echo-line DIR --test h3/dribble

✓ v1 answers — 60 ms
✕ h3/dribble may be cut — see above
✕ h4 other — Too slow.
· h9 long — the test lets 60 s pass

5 of 10 points (Lines 5/10); practice, no grade
`)
  })

  test('shows what a program printed as it is, and lets it write nowhere else on the terminal', () => {
    const stderr = '\u001b[2J\u001b[H✓ v1 answers\r\u009b1A\u202e10 of 10 points\n\tthe end'
    const forged = { ...failure, processes: [{ ...process, stderr }] }
    const [first, ...rest] = report().tests.slice(1)
    const text = reportAsText(report({ tests: [{ ...first, evidence: forged }, ...rest] }))
    expect(text).toContain('    ␛[2J␛[H✓ v1 answers␍�1A�10 of 10 points\n    \tthe end\n')
  })

  test('does not repeat the sentence of the first failure for each test that fails in the same way', () => {
    const tests = ['h1', 'h2'].map((id) => ({ ...base, id, title: id, status: 'failed', evidence: failure }))
    expect(reportAsText(report({ tests }))).toContain('✕ h1 h1 — see above\n✕ h2 h2 — the same\n')
  })

  test('names the first failure where another one stands between', () => {
    const other = { ...failure, sentence: 'The reply is b, expected a.' }
    const tests = ['h1', 'h2', 'h3'].map((id) => ({
      ...base,
      id,
      title: id,
      status: 'failed',
      evidence: id === 'h2' ? other : failure,
    }))
    expect(reportAsText(report({ tests }))).toContain(`✕ h2 h2 — ${other.sentence}\n✕ h3 h3 — the same as h1\n`)
  })

  test('says once why a submission was refused, not again beside each test', () => {
    const sentence = 'There is no server.ts.'
    const tests = ['h1', 'h2'].map((id) => ({ ...base, id, title: id, status: 'not-run', reason: sentence }))
    const text = reportAsText(report({ rejected: { sentence }, tests, hints: [] }))
    expect(text.split(sentence)).toHaveLength(2)
    expect(text).toContain('\n\n· h1 h1\n· h2 h2\n\n')
  })

  test('says why a submission was not run or could not be graded', () => {
    const rejected = report({ rejected: { sentence: 'There is no server.ts.' }, tests: [], hints: [] })
    expect(reportAsText(rejected)).toContain('✕ The submission was not run.\n  There is no server.ts.')
    const tests = [{ ...base, id: 'v1', title: 'answers', status: 'ungradable', reason: 'slow' }]
    expect(reportAsText(report({ status: 'ungradable', reason: 'v1: slow', score: null, tests, hints: [] }))).toContain(
      'Could not be graded, and nothing is counted: the grader was too slow. v1: slow',
    )
  })
})

describe('reports as JUnit XML', () => {
  const xml = FORMATS.junit.write([{ name: 'a&b', report: report() }], false)

  test('count failures and skipped tests, and name the sentence', () => {
    expect(xml).toContain(
      '<testsuite name="tcp-echo-line a&amp;b" tests="4" failures="2" errors="0" skipped="1" time="0.412"',
    )
    expect(xml).toContain('<failure message="Too slow." type="ASSERTION"/>')
    expect(xml).toContain('<skipped message="the test lets 60 s pass"/>')
  })

  test('are well-formed whatever a program printed', () => {
    expect(xml).toContain('a &lt; b␇')
    expect(xml).not.toContain('\u0007')
  })
})

describe('the schema of a report', () => {
  const refused = (changes: object) => {
    try {
      report(changes)
    } catch (error) {
      return String(error)
    }
    return 'accepted'
  }

  test('refuses a failure without evidence, and what was not decided without a reason', () => {
    expect(refused({ tests: [{ ...base, id: 'v1', title: 'a', status: 'failed' }] })).toContain('evidence of a failure')
    expect(refused({ tests: [{ ...base, id: 'v1', title: 'a', status: 'not-run' }] })).toContain('a reason for not-run')
  })

  test('refuses a score beside a test that could not be decided', () => {
    const tests = [{ ...base, id: 'v1', title: 'a', status: 'platform-error', reason: 'x' }]
    expect(refused({ tests })).toContain('no test that could not be decided in a graded report')
    expect(refused({ tests, status: 'platform-error', reason: 'x' })).toContain('a score exactly when graded')
  })
})
