import { describe, expect, test } from 'vitest'
import { familyOf } from './families.ts'
import { changesSince, failuresOf, tableOf, type Verdict } from './report.ts'
import { judge, type Result } from './suite.ts'

const result = (status: Result['status']): Result => ({ status, detail: '', output: '' })
const verdict = (name: string, real: Result['status'], simulated: Result['status']): Verdict => ({
  ...{ test: { name, family: 'net', flags: [], env: {} } },
  ...{ real: result(real), simulated: result(simulated) },
})

describe("the report on Node's own suite", () => {
  test('knows the family of a test by its name', () => {
    expect(familyOf('parallel/test-net-server.js')).toBe('net')
    expect(familyOf('parallel/test-https-agent.js')).toBe(null)
    expect(familyOf('sequential/test-http2-ping.js')).toBe(null)
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
    expect(changesSince({ a: 'failed', b: 'passed' }, verdicts)).toEqual({ better: ['a'], worse: ['b'] })
  })
})
