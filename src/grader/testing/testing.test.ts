import { describe, expect as vitestExpect, test as vitestTest } from 'vitest'
import type { Clock, Lab } from '#lab'
import { collectTests, compareTimesBy, TestFileError } from '../plan/index.ts'
import { expect, describe as group, hex, labTest, times } from './index.ts'

const collect = (register: () => void) => collectTests('practice.test.ts', async () => register())
const nothing = async () => {}
const lab = { backend: 'simulated' } as Lab

describe('registering tests', () => {
  vitestTest('the first word of a name is the id, the rest the title', async () => {
    const tests = await collect(() => labTest()('v1 answers three lines', { waits: '3s' }, nothing))
    vitestExpect(tests).toMatchObject([
      {
        id: 'v1',
        title: 'answers three lines',
        file: 'practice.test.ts',
        options: { waits: '3s' },
        schedule: { kind: 'whole' },
      },
    ])
  })

  vitestTest('setup makes the context of the body, anew for each run', async () => {
    const seen: unknown[] = []
    let setups = 0
    const test = labTest(async (given) => ({ given, number: ++setups }))
    const [planned] = await collect(() => test('v1 sees its context', async (context) => void seen.push(context)))
    await planned!.run(lab)
    await planned!.run(lab)
    vitestExpect(seen).toEqual([
      { lab, given: lab, number: 1 },
      { lab, given: lab, number: 2 },
    ])
  })

  vitestTest('schedules make a test of each way to cut the stream', async () => {
    const tests = await collect(() =>
      labTest().schedules('h3 may be cut anywhere', { delimiters: ['\n', '€'] }, nothing),
    )
    vitestExpect(tests.map(({ id }) => id)).toEqual(['h3/whole', 'h3/dribble', 'h3/coalesce', 'h3/split', 'h3/random'])
    vitestExpect(tests[3]!.schedule).toEqual({ kind: 'split', around: ['\n', '€'] })
  })

  vitestTest('each makes a test of every row', async () => {
    const rows: unknown[] = []
    const tests = await collect(() =>
      labTest().each({ small: 1, large: 9 }, (n) => ({ waits: n * 1000 }))(
        'h2 any size',
        async (n) => void rows.push(n),
      ),
    )
    vitestExpect(tests.map(({ id, options }) => [id, options.waits])).toEqual([
      ['h2/small', 1000],
      ['h2/large', 9000],
    ])
    for (const planned of tests) await planned.run(lab)
    vitestExpect(rows).toEqual([1, 9])
  })

  vitestTest('a group stands before the titles of its tests', async () => {
    const tests = await collect(() => group('Closing', () => labTest()('v2 says BYE', nothing)))
    vitestExpect(tests[0]!.title).toBe('Closing › says BYE')
  })

  vitestTest('a name without an id is refused, with the file', async () => {
    await vitestExpect(collect(() => labTest()('Answers', nothing))).rejects.toThrow(
      'practice.test.ts: found a test named "Answers", expected its id and then a sentence',
    )
  })

  vitestTest('a test outside a test file is refused', () => {
    vitestExpect(() => labTest()('v1 x', nothing)).toThrow(TestFileError)
  })
})

describe('expect', () => {
  const failure = (check: () => void): Error => {
    try {
      check()
    } catch (error) {
      return error as Error
    }
    throw new Error('the check passed')
  }

  vitestTest('is Vitest’s own', () => {
    expect({ a: [1, 'x'] }).toEqual({ a: [1, expect.stringContaining('x')] })
    expect('abc').not.toMatch(/z/)
    vitestExpect(failure(() => expect('PING').toBe('PONG'))).toMatchObject({
      name: 'AssertionError',
      actual: 'PING',
      expected: 'PONG',
    })
  })

  vitestTest('compares times within the tolerance of the world', () => {
    const release = compareTimesBy({ tolerance: () => 1 } as unknown as Clock)
    expect(60.9).toBeAbout('60ms')
    expect(59).not.toBeAbout('61ms')
    expect(2001).toBeWithin('2s')
    vitestExpect(failure(() => expect(62).toBeAbout('60ms')).message).toBe('expected 62 ms to be about 60 ms (± 1 ms)')
    vitestExpect(failure(() => expect(2003).toBeWithin('2s')).message).toBe(
      'expected 2003 ms to be within 2 s'.replace('2003 ms', '2.003 s'),
    )
    release()
    vitestExpect(failure(() => expect(1).toBeAbout(1)).message).toContain('MISUSE')
  })

  vitestTest('shows bytes with the first difference marked', () => {
    expect(hex('ff 00')).toEqualBytes(hex('ff00'))
    vitestExpect(failure(() => expect(hex('0102ff')).toEqualBytes(hex('010203'))).message).toBe(
      'the bytes differ at 2: expected 01 02 [03] (3 bytes), received 01 02 [ff] (3 bytes)',
    )
    vitestExpect(failure(() => expect(hex('01')).toEqualBytes('\u0001\u0002')).message).toBe(
      'the bytes differ at 1: expected 01 [02] (2 bytes), received 01 [end] (1 bytes)',
    )
  })
})

vitestTest('small values', () => {
  vitestExpect(times(3, (i) => i * 2)).toEqual([0, 2, 4])
  vitestExpect(hex('0a ff')).toEqual(Uint8Array.of(10, 255))
  vitestExpect(() => hex('0g')).toThrow('expected pairs of hexadecimal digits')
})
