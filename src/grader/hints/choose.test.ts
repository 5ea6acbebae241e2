import { describe, expect, test } from 'vitest'
import { type Cause, Hints, messagesIn } from '../exercise/index.ts'
import { captureQuestions, questionKey } from './capture-questions.ts'
import { chooseCauses, type Facts, observe } from './index.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const LINES = { delimiter: '\n' }
const causes = (...list: object[]): readonly Cause[] =>
  Hints.parse({
    version: 2,
    stages: [{ text: '?' }],
    causes: list.map((cause, i) => ({ id: `c${i}`, at: { '*': '*' }, say: 'Said.', ...cause })),
  }).causes
const facts = (more: Partial<Facts> = {}, evidence: Partial<Facts['evidence']> = {}): Facts => ({
  test: 'h3/dribble',
  about: 'the answer',
  others: [],
  cuts: [],
  sent: {},
  captures: new Map(),
  params: {},
  evidence: {
    sentence: 'It failed.',
    code: 'ASSERTION',
    expected: '',
    seen: '',
    at: 0,
    observed: [],
    steps: [],
    faults: [],
    processes: [],
    leaks: [],
    ...evidence,
  },
  ...more,
})
const chosen = (when: object, known: Facts, tests: [string, 'passed' | 'failed'][] = []) =>
  chooseCauses(causes({ when }), { facts: known, tests: new Map(tests), messages: LINES }).length === 1

const compared = (actual: unknown, expected: unknown) => facts({ compared: { actual, expected } })
const connection = (said: string, arrived: number): Facts => {
  const wrong = { offset: 0, packet: 9, arrived }
  const sent = { SYN: 1, FIN: 0, RST: 2, data: 1 }
  return facts({ connection: { program: 'server', said: encode(said), heard: encode('x'), wrong, sent } })
}

describe('a received value, compared with the expected one', () => {
  test.each([
    ['nothing', '', 'PONG'],
    ['beginning', 'PO', 'PONG'],
    ['ending', 'NG', 'PONG'],
    ['longer', 'PONG\nPONG\n', 'PONG\n'],
    ['extra-before', '> PONG', 'PONG'],
    ['repeated', 'PONGPONG', 'PONG'],
    ['extra-cr', 'a\r', 'a'],
    ['missing-cr', 'ab', 'a\rb'],
    ['case', 'pong', 'PONG'],
    ['whitespace', 'two words', ' two  words '],
    ['broken-character', '5 ���', '5 €'],
    ['swapped', ['b', 'a'], ['a', 'b']],
    ['missing-lines', ['a', 'c'], ['a', 'b', 'c']],
    ['extra-lines', ['a', 'b', 'b'], ['a', 'b']],
    ['one-more', 4, 3],
    ['one-less', 2, 3],
    ['double', 6, 3],
    ['half', 3, 6],
  ])('%s: %j for %j', (relation, actual, expected) => {
    expect(chosen({ received: relation }, compared(actual, expected))).toBe(true)
    expect(chosen({ received: relation }, compared(expected, expected))).toBe(false)
  })

  test('holds what another client sent, and this one did not', () => {
    const known = { ...connection('PING\n', 5), compared: { actual: 'half a liPING', expected: 'PONG' } }
    expect(chosen({ received: 'other-client' }, { ...known, others: [encode('half a li')] })).toBe(true)
    expect(chosen({ received: 'other-client' }, { ...known, others: [encode('PING')] })).toBe(false)
  })

  test('bytes are compared like texts', () => {
    const [one, two] = [Uint8Array.of(0, 200), Uint8Array.of(0, 200, 0)]
    expect(chosen({ received: 'beginning' }, compared(one, two))).toBe(true)
    expect(chosen({ received: 'longer' }, compared(one, two))).toBe(false)
    expect(chosen({ received: 'nothing' }, compared(new Uint8Array(), two))).toBe(true)
  })

  test('objects are matched as JSON, and items of a list as lines', () => {
    expect(chosen({ text: '"code":"EACCES"' }, compared({ code: 'EACCES', ms: 1 }, undefined))).toBe(true)
    expect(chosen({ text: '^{"a":2}$' }, compared([{ a: 1 }, { a: 2 }], undefined))).toBe(true)
    expect(chosen({ text: '.' }, compared(null, undefined))).toBe(false)
  })

  test('of a list, the first item that differs counts too', () => {
    expect(chosen({ received: 'beginning' }, compared(['a', 'P'], ['a', 'PONG']))).toBe(true)
  })
})

describe('the position in the stream', () => {
  const cut = (text: string, offset: number) => facts({ cuts: [{ offset, stream: encode(text) }] })
  test.each([
    ['inside-line', 'PING\r\n', 1],
    ['between-cr-lf', 'PING\r\n', 5],
    ['line-end', 'PING\r\n', 6],
    ['inside-character', '5 €\n', 3],
    ['start', 'PING', 0],
  ])('%s: %j at %i, at the cut and when the wrong bytes were sent', (place, text, offset) => {
    expect(chosen({ cut: place }, cut(text, offset))).toBe(true)
    expect(chosen({ answered: place }, connection(text, offset))).toBe(true)
    expect(chosen({ cut: place }, cut('€PING\r\nx', 5))).toBe(place === 'inside-line')
  })

  test('in messages that the variant describes', () => {
    const stream = {
      length: { parameter: 'width' },
      order: { parameter: 'endian' },
      includesHeader: { parameter: 'counts' },
    }
    const hints = Hints.parse({ version: 2, stages: [{ text: '?' }], stream, causes: [] })
    const inOne = messagesIn(hints, { width: 4, endian: 'LE', counts: true })
    expect(inOne).toEqual({ length: 4, order: 'LE', includesHeader: true })
    expect(messagesIn(hints, { width: 2, endian: 'BE', counts: false })).toMatchObject({ length: 2, order: 'BE' })
  })

  test('in length-prefixed messages', () => {
    const stream = { length: 2 as const, order: 'BE' as const, includesHeader: false }
    const place = (offset: number, word: string) =>
      chooseCauses(causes({ when: { cut: word } }), {
        facts: facts({ cuts: [{ offset, stream: Uint8Array.of(0, 2, 7, 7, 0, 0) }] }),
        tests: new Map(),
        messages: stream,
      }).length
    expect([
      place(1, 'inside-length'),
      place(3, 'inside-frame'),
      place(4, 'frame-end'),
      place(5, 'inside-length'),
    ]).toEqual([1, 1, 1, 1])
  })

  test('an unknown cut has no position', () => {
    expect(chosen({ cut: ['inside-line', 'inside-character', 'line-end'] }, facts())).toBe(false)
  })
})

describe('what the world did', () => {
  test('packets of a host, on the connection of the assertion, else of the world', () => {
    const resets = { sent: { from: 'server', flag: 'RST', count: '== 2' } }
    expect(chosen(resets, connection('x', 1))).toBe(true)
    expect(chosen(resets, facts({ sent: { server: { SYN: 0, FIN: 0, RST: 2, data: 0 } } }))).toBe(true)
    expect(chosen(resets, facts())).toBe(false)
  })

  test('packets by a filter, and how their gaps grow', () => {
    const asked = (times: number[]) =>
      facts({ captures: new Map([[questionKey({ filter: 'udp' }), { count: times.length, values: [], times }]]) })
    expect(chosen({ packets: { filter: 'udp', count: '>= 3' } }, asked([0, 1, 2]))).toBe(true)
    const gaps = (are: string, times: number[]) => chosen({ gaps: { filter: 'udp', are } }, asked(times))
    expect(gaps('doubling', [0, 1000, 3000, 7000])).toBe(true)
    expect(gaps('constant', [0, 1000, 3000, 7000])).toBe(false)
    expect(gaps('constant', [0, 1000, 2001])).toBe(true)
    expect(gaps('constant', [0, 1000])).toBe(false)
    expect(gaps('shrinking', [0, 1000, 1500])).toBe(true)
  })

  test('a program of the learner that ended, and its output; not one of the test', () => {
    const program = (name: string) => ({
      name,
      host: 'server',
      stdout: '',
      stderr: 'RangeError: x\n',
      queuedBytes: 0,
      exit: { code: 1, signal: null, error: { name: 'Error', code: 'ECONNRESET', message: 'read', stack: [] } },
    })
    for (const when of [{ exit: { code: 1, error: 'ECONNRESET' } }, { stderr: '^RangeError' }]) {
      expect(chosen(when, facts({}, { processes: [program('server.ts')] }))).toBe(true)
      expect(chosen(when, facts({}, { processes: [program('tests:watch.ts')] }))).toBe(false)
    }
  })

  test('a program of the learner that a signal ended', () => {
    const exit = { code: null, signal: 'SIGTERM' }
    const killed = { name: 'server.ts', host: 'server', stdout: '', stderr: '', queuedBytes: 0, exit }
    expect(chosen({ exit: { signal: 'SIGTERM' } }, facts({}, { processes: [killed] }))).toBe(true)
    expect(chosen({ exit: { signal: 'SIGKILL' } }, facts({}, { processes: [killed] }))).toBe(false)
  })

  test('a program that ended with an error: what it left undone shows nothing', () => {
    const error = { name: 'ReferenceError', message: 'x is not defined', stack: [] }
    const crashed = {
      name: 'server.ts',
      host: 'server',
      stdout: '',
      stderr: '',
      queuedBytes: 0,
      exit: { code: 1, signal: null, error },
    }
    const sent = { sent: { from: 'server', flag: 'FIN', count: '>= 0' } } as const
    expect(chosen(sent, facts({}, { processes: [] }))).toBe(true)
    expect(chosen(sent, facts({}, { processes: [crashed] }))).toBe(false)
    expect(chosen({ ...sent, exit: { error: 'not defined' } }, facts({}, { processes: [crashed] }))).toBe(true)
  })

  test('what was left open', () => {
    const leak = { kind: 'timer', process: 'server.ts', what: 'a timer', since: 0 }
    expect(chosen({ leak: 'timer' }, facts({}, { leaks: [leak] }))).toBe(true)
    expect(chosen({ leak: 'socket' }, facts({}, { leaks: [leak] }))).toBe(false)
  })
})

describe('predicates', () => {
  const known = facts({ compared: { actual: 'PO', expected: 'PONG' }, params: { tail: 'echo' } })

  test('are combined: all that is given, any, not; variant and tests beside evidence', () => {
    expect(chosen({ received: 'beginning', variant: { tail: 'drop' } }, known)).toBe(false)
    expect(chosen({ any: [{ received: 'case' }, { text: '^PO$' }] }, known)).toBe(true)
    expect(chosen({ received: 'beginning', not: { text: 'PO' } }, known)).toBe(false)
    const limited = { received: 'beginning', tests: { pass: 'h5', fail: 'h3/*' } }
    expect(
      chosen(limited, known, [
        ['h5', 'passed'],
        ['h3/dribble', 'failed'],
      ]),
    ).toBe(true)
    expect(
      chosen(limited, known, [
        ['h5', 'failed'],
        ['h3/dribble', 'failed'],
      ]),
    ).toBe(false)
    expect(chosen(limited, known, [['h3/dribble', 'failed']])).toBe(false)
  })

  test('query the captures of the tests that their cause names', () => {
    const list = causes({
      at: { 'h3/*': '*' },
      when: { not: { packets: { filter: 'tcp' } }, gaps: { filter: 'udp', are: 'constant' } },
    })
    expect(captureQuestions(list, 'h3/whole')).toEqual([{ filter: 'udp' }, { filter: 'tcp' }])
    expect(captureQuestions(list, 'h4')).toEqual([])
  })
})

describe('a cause is shown', () => {
  const known = facts({ compared: { actual: 'PO', expected: 'PONG' }, params: { max: 8 } })
  const ids = (list: readonly Cause[], one = known) =>
    chooseCauses(list, { facts: one, tests: new Map(), messages: LINES }).map(
      ({ cause, text }) => `${cause.id} ${text}`,
    )
  const when = { received: 'beginning' }

  test('only at the assertion that it names', () => {
    expect(ids(causes({ at: { 'h3/*': 'the answer' }, when }))).toHaveLength(1)
    expect(ids(causes({ at: { 'h3/*': ['the end', 'the ans*'] }, when }))).toHaveLength(1)
    expect(ids(causes({ at: { h4: 'the answer' }, when }))).toEqual([])
    expect(ids(causes({ at: { 'h3/*': 'the answer to PING' }, when }))).toEqual([])
    expect(ids(causes({ at: { 'h3/*': '*' }, when }), { ...known, about: null })).toEqual([])
  })

  test('with one other possible cause, not with two: then nothing is known', () => {
    expect(ids(causes({ when }, { when }))).toHaveLength(2)
    expect(ids(causes({ when }, { when }, { when }))).toEqual([])
  })

  test('with the values that it examined, line ends visible', () => {
    const say = '{received} is not {expected}; at most {params.max}.'
    expect(ids(causes({ when, say }), { ...known, compared: { actual: 'P\n', expected: 'P\nQ' } })).toEqual([
      'c0 P⏎ is not P⏎Q; at most 8.',
    ])
  })
})

describe('what is observed', () => {
  test('how far the stream had come when the wrong answer was sent', () => {
    expect(observe(connection('PING\r\nhello\n', 1), LINES)).toEqual([
      'When server sent this (packet 9), it had received the stream up to "P", inside a line; 11 bytes were still to come.',
    ])
  })

  test('what a connection carried where something is missing', () => {
    const { wrong: _, ...silent } = connection('PING\n', 5).connection!
    expect(observe(facts({ connection: { ...silent, heard: encode('') } }, { code: 'TIMEOUT' }), LINES)).toEqual([
      'On this connection server sent no data at all after it was sent "PING⏎".',
    ])
  })
})
