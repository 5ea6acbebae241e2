import { describe, expect, test } from 'vitest'
import { familyOf } from './families.ts'
import { pageOf } from './page.ts'
import { changesSince, failuresOf, summaryOf, tableOf, type Verdict } from './report.ts'
import { judge, type Result } from './suite.ts'

const result = (status: Result['status']): Result => ({ status, detail: '', output: '' })
const verdict = (name: string, real: Result['status'], simulated: Result['status']): Verdict => ({
  test: { name, family: 'net', flags: [], env: {} },
  real: result(real),
  simulated: result(simulated),
})

describe("the report on Node's own suite", () => {
  test('knows the family of a test by its name', () => {
    expect(familyOf('parallel/test-net-server.js')).toBe('net')
    expect(familyOf('parallel/test-https-agent.js')).toBe(null)
    expect(familyOf('sequential/test-http2-ping.js')).toBe('http2')
  })

  test('judges by exit code, and a test that skips itself by its own word', () => {
    expect(judge(0, null, '1..0 # Skipped: missing crypto\n', '')).toMatchObject({
      status: 'skipped',
      detail: 'missing crypto',
    })
    expect(judge(0, null, '', '')).toMatchObject({ status: 'passed' })
    expect(judge(1, null, '', '/a.js:1\nx\n^\n\nTypeError: no\n    at x')).toMatchObject({
      status: 'failed',
      detail: 'TypeError: no',
    })
  })

  test('counts only what real Node passes and what did not skip itself here', () => {
    const verdicts = [
      ...[verdict('a', 'passed', 'passed'), verdict('b', 'passed', 'failed')],
      ...[verdict('c', 'failed', 'failed'), verdict('d', 'passed', 'skipped')],
    ]
    expect(tableOf(verdicts)).toEqual([{ family: 'net', total: 4, counted: 2, passed: 1, skipped: 1 }])
    expect(failuresOf(verdicts).map(({ test }) => test.name)).toEqual(['b'])
  })

  test('says what has changed since the round before', () => {
    const verdicts = [
      verdict('a', 'passed', 'passed'),
      verdict('b', 'passed', 'timeout'),
      verdict('new', 'passed', 'failed'),
    ]
    const before = summaryOf([verdict('a', 'passed', 'failed'), verdict('b', 'passed', 'passed')])
    expect(changesSince(before, verdicts)).toEqual({ better: ['a'], worse: ['b'] })
  })

  test('becomes a page: a table, and by family what fails and why', () => {
    const kept = summaryOf([
      verdict('parallel/test-net-a.js', 'passed', 'passed'),
      verdict('parallel/test-net-b.js', 'passed', 'failed'),
      verdict('parallel/test-net-c.js', 'passed', 'failed'),
    ])
    kept['parallel/test-net-c.js']!.detail = 'Error: `no` | such'
    const page = pageOf(kept, { 'parallel/test-net-b.js': 'needs a thread' })
    expect(page).toMatch(/^\| net +\| +3 \| +3 \| +0 \| +1 \| +33\.3 % \|$/m)
    expect(page).toContain('### net\n\n- needs a thread: `net-b`\n- says "Error: no | such": `net-c`\n')
  })

  test('keeps of the page before what was not run again, and says so', () => {
    const [failed, passed] = [verdict('parallel/test-net-a.js', 'passed', 'failed'), verdict('x', 'passed', 'passed')]
    const before = pageOf(summaryOf([failed]), { 'parallel/test-net-a.js': 'needs a thread' })
    const page = pageOf(summaryOf([{ ...passed, test: { ...passed.test, family: 'dns' } }]), {}, before)
    expect(page).toMatch(/^\| dns +\|.*\n\| net +\| +1 \| +1 \| +0 \| +0 \| +0\.0 % \|$/m)
    expect(page).toContain('From an earlier round: net. Not run for this page: dgram,')
    expect(page).toContain('### net\n\n- needs a thread: `net-a`\n')
  })
})
