import { describe, expect, test } from 'vitest'
import { Hints, type Mistake } from '../exercise/index.ts'
import type { Evidence } from '../report/index.ts'
import { type CaptureAnswer, captureQuestions, matchMistakes, questionKey, type TestSeen } from './index.ts'

const mistakes = (...list: object[]): Mistake[] =>
  Hints.parse({
    version: 1,
    stages: [{ text: '?' }],
    mistakes: list.map((mistake, i) => ({ id: `m${i}`, priority: i + 1, say: 'Said.', ...mistake })),
  }).mistakes

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  sentence: 'It failed.',
  code: 'ASSERTION',
  expected: '',
  seen: '',
  at: 0,
  steps: [],
  processes: [],
  faults: [],
  leaks: [],
  ...more,
})
const passed = (id: string, captures: [string, CaptureAnswer][] = []): TestSeen => ({
  id,
  outcome: 'passed',
  captures: new Map(captures),
})
const failed = (id: string, more: Partial<Evidence> = {}, captures: [string, CaptureAnswer][] = []): TestSeen => ({
  id,
  outcome: 'failed',
  evidence: evidence(more),
  captures: new Map(captures),
})
const ids = (list: Mistake[], tests: TestSeen[]) => matchMistakes(list, tests, {}).map(({ mistake }) => mistake.id)

describe('a mistake is recognised', () => {
  test('when every pattern under fails has a failed test', () => {
    const list = mistakes({ when: { fails: ['h3/dribble', 'h5'] } })
    expect(ids(list, [failed('h3/dribble'), failed('h5')])).toEqual(['m0'])
    expect(ids(list, [failed('h3/dribble'), passed('h5')])).toEqual([])
    expect(ids(mistakes({ when: { fails: ['h3/*'] } }), [passed('h3/whole'), failed('h3/split')])).toEqual(['m0'])
  })

  test('when every test meant by passes has passed, and there is one', () => {
    const list = mistakes({ when: { fails: ['h5'], passes: ['h3/*'] } })
    expect(ids(list, [failed('h5'), passed('h3/whole'), passed('h3/split')])).toEqual(['m0'])
    expect(ids(list, [failed('h5'), passed('h3/whole'), failed('h3/split')])).toEqual([])
    expect(ids(list, [failed('h5')])).toEqual([])
    expect(ids(list, [failed('h5'), { ...passed('h3/whole'), outcome: 'other' }])).toEqual([])
  })

  test('by the error code of a test that it names, not of any other', () => {
    const list = mistakes({ when: { fails: ['h8'], error: 'EXITED' } })
    expect(ids(list, [failed('h8', { code: 'EXITED' })])).toEqual(['m0'])
    expect(ids(list, [failed('h8', { code: 'TIMEOUT' }), failed('h1', { code: 'EXITED' })])).toEqual([])
  })

  test('by what its programs wrote to standard error, and by what they left open', () => {
    const process = {
      name: 'server.ts',
      host: 'server',
      exit: null,
      stdout: '',
      stderr: 'a\nRangeError: x\n',
      queuedBytes: 0,
    }
    expect(ids(mistakes({ when: { output: '^RangeError' } }), [failed('h1', { processes: [process] })])).toEqual(['m0'])
    const leak = { kind: 'timer', process: 'server.ts', what: 'a timer', since: 0 }
    expect(ids(mistakes({ when: { leak: 'timer' } }), [failed('h1', { leaks: [leak] })])).toEqual(['m0'])
    expect(ids(mistakes({ when: { leak: 'socket' } }), [failed('h1', { leaks: [leak] })])).toEqual([])
  })

  test('by what the capture of a test shows', () => {
    const list = mistakes({ when: { fails: ['v1'], capture: [{ test: 'v1', filter: 'tcp.len > 0', count: '== 0' }] } })
    const seen = (count: number) => failed('v1', {}, [[questionKey({ filter: 'tcp.len > 0' }), { count, values: [] }]])
    expect(ids(list, [seen(0)])).toEqual(['m0'])
    expect(ids(list, [seen(3)])).toEqual([])
    expect(ids(list, [failed('v1')])).toEqual([])
  })

  test('by either of several sets of conditions', () => {
    const list = mistakes({ when: { any: [{ fails: ['h1'] }, { fails: ['h2'] }] } })
    expect(ids(list, [passed('h1'), failed('h2')])).toEqual(['m0'])
  })
})

test('the mistake with the lowest priority number comes first', () => {
  const list = mistakes({ priority: 60, when: { fails: ['h1'] } }, { priority: 10, when: { fails: ['h*'] } })
  expect(ids(list, [failed('h1')])).toEqual(['m1', 'm0'])
})

describe('the text of a hint', () => {
  const cut = { say: 'Cut at {cut}.', values: { cut: { evidence: 'schedule.cut[0]' } }, when: { fails: ['h3/*'] } }
  const schedule = { kind: 'dribble', minimised: true, cut: [16], join: [] }

  test('takes values from the evidence of the first failed test that it is about', () => {
    const tests = [
      failed('h1'),
      failed('h3/dribble', { schedule }),
      failed('h3/split', { schedule: { ...schedule, cut: [2] } }),
    ]
    expect(matchMistakes(mistakes(cut), tests, {})).toMatchObject([{ text: 'Cut at 16.', test: 'h3/dribble' }])
  })

  test('takes values from the parameters of the variant', () => {
    const list = mistakes({ say: 'At most {max}.', values: { max: { param: 'maxLine' } }, when: { fails: ['h5'] } })
    expect(matchMistakes(list, [failed('h5')], { maxLine: 8192 })[0]?.text).toBe('At most 8192.')
  })

  test('shows the line ends of a value', () => {
    const list = mistakes({ say: "Up to '{end}'.", values: { end: { param: 'end' } }, when: { fails: ['h5'] } })
    expect(matchMistakes(list, [failed('h5')], { end: '\r\n' })[0]?.text).toBe("Up to '␍⏎'.")
  })

  test('takes values from a capture', () => {
    const capture = { capture: { test: 'h9', filter: 'tcp' }, field: 'tcp.len' }
    const list = mistakes({
      say: '{first} {last} {count} {sum} {max}',
      values: Object.fromEntries(['first', 'last', 'count', 'sum', 'max'].map((take) => [take, { ...capture, take }])),
      when: { fails: ['h9'] },
    })
    const answer: [string, CaptureAnswer] = [
      questionKey({ filter: 'tcp', field: 'tcp.len' }),
      { count: 4, values: [5, 9, 2] },
    ]
    expect(matchMistakes(list, [failed('h9', {}, [answer])], {})[0]?.text).toBe('5 2 4 16 9')
    expect(captureQuestions(list, 'h9')).toEqual([{ filter: 'tcp', field: 'tcp.len' }])
    expect(captureQuestions(list, 'h8')).toEqual([])
  })

  test('is not shown when a value of it is not to be had', () => {
    expect(ids(mistakes(cut, { when: { fails: ['h3/*'] } }), [failed('h3/dribble')])).toEqual(['m1'])
  })
})

describe('each failed test has a hint of its own', () => {
  const about = (list: Mistake[], tests: TestSeen[], test: TestSeen) =>
    matchMistakes(list, tests, {}, test).map(({ mistake, test: id }) => [mistake.id, id])

  test('the first mistake that names it among those that fail, also under another schedule', () => {
    const list = mistakes({ when: { fails: ['h3/dribble'] } }, { when: { fails: ['h9'] } })
    const [split, ninth, other] = [failed('h3/split'), failed('h9'), failed('h5')]
    const tests = [failed('h3/dribble'), split, ninth, other]
    expect(about(list, tests, split)).toEqual([['m0', 'h3/split']])
    expect(about(list, tests, ninth)).toEqual([['m1', 'h9']])
    expect(about(list, tests, other)).toEqual([])
  })

  test('what else is asked of a failed test is asked of this one', () => {
    const list = mistakes({ when: { fails: ['h8', 'h9'], error: 'EXITED' } })
    const [died, late] = [failed('h8', { code: 'EXITED' }), failed('h9', { code: 'TIMEOUT' })]
    expect(about(list, [died, late], died)).toEqual([['m0', 'h8']])
    expect(about(list, [died, late], late)).toEqual([])
  })

  test('one that names no test is about whose capture it asks, or whose error, output or leak it is', () => {
    const leak = { kind: 'timer', process: 'server.ts', what: 'a timer', since: 0 }
    const [leaky, other] = [failed('h1', { leaks: [leak] }), failed('h2')]
    const list = mistakes({ when: { leak: 'timer' } })
    expect(about(list, [leaky, other], leaky)).toEqual([['m0', 'h1']])
    expect(about(list, [leaky, other], other)).toEqual([])
  })
})
