import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, Item, judge, parseQuantity, present } from './index.ts'

const said = { because: 'right', otherwise: 'no' }
const item = (fields: object) => Item.parse({ id: 'q', ask: '?', ...fields })
const verdict = (fields: object, answer: Answer) => {
  const { outcome, reasons, mistakes } = judge(item(fields), answer)
  return [outcome, ...reasons.map(({ text }) => text), ...mistakes]
}
const single = {
  kind: 'single',
  choices: [
    { text: 'a', because: 'A', mistake: 'm' },
    { text: 'b', because: 'B', right: true },
  ],
}
const multiple = {
  kind: 'multiple',
  choices: [
    { text: 'a', because: 'A', right: true },
    { text: 'b', because: 'B', mistake: 'm' },
    { text: 'c', because: 'C', right: true },
  ],
}
const ordering = {
  kind: 'ordering',
  steps: ['SYN', 'SYN ACK', 'ACK'].map((text) => ({ text, because: `why ${text}` })),
}
const rtt = {
  ...said,
  kind: 'numeric',
  value: 80,
  unit: 'ms',
  mistakes: [{ value: 40, because: 'one way', mistake: 'half' }],
}
const bytes = {
  ...said,
  kind: 'bytes',
  bytes: '45 00 00 54',
  pick: [2, 3],
  mistakes: [{ pick: [0, 1], because: 'version' }],
}
const packet = {
  ...said,
  kind: 'packet',
  run: { topology: 'wire', programs: [{ host: 'a', program: 'a.ts' }] },
  packet: { filter: 'tcp' },
  field: 'tcp.ack',
  answer: 1001,
  mistakes: [{ answer: 1000, because: 'SYN counts' }],
}

describe('an answer is judged by its value', () => {
  test.each([
    ['the right choice', single, { kind: 'single', choice: 1 }, ['right', 'B']],
    ['a wrong choice, with its reason and class', single, { kind: 'single', choice: 0 }, ['wrong', 'A', 'm']],
    ['no choice', single, { kind: 'single', choice: 7 }, ['unreadable', 'Choose one of the answers.']],
    ['all that is right', multiple, { kind: 'multiple', choices: [2, 0] }, ['right', 'C', 'A']],
    ['something false', multiple, { kind: 'multiple', choices: [0, 1, 2] }, ['wrong', 'B', 'm']],
    ['something left out', multiple, { kind: 'multiple', choices: [0] }, ['wrong', 'C']],
    [
      'the right order',
      ordering,
      { kind: 'ordering', order: [0, 1, 2] },
      ['right', 'why SYN', 'why SYN ACK', 'why ACK'],
    ],
    ['the first place that is wrong', ordering, { kind: 'ordering', order: [0, 2, 1] }, ['wrong', 'why SYN ACK']],
    ['half an order', ordering, { kind: 'ordering', order: [0, 1] }, ['unreadable', 'Put every step in its place.']],
    ['a number in its unit', rtt, { kind: 'numeric', text: '80 ms' }, ['right', 'right']],
    ['the same in another unit', rtt, { kind: 'numeric', text: '0.08s' }, ['right', 'right']],
    ['a known mistake', rtt, { kind: 'numeric', text: '40ms' }, ['wrong', 'one way', 'half']],
    ['any other number', rtt, { kind: 'numeric', text: '81 ms' }, ['wrong', 'no']],
    [
      'a number without its unit',
      rtt,
      { kind: 'numeric', text: '80' },
      ['unreadable', '80 of what? Say the unit, such as ms.'],
    ],
    [
      'a number of something else',
      rtt,
      { kind: 'numeric', text: '80 B' },
      ['unreadable', '80 B is no answer here: ms is asked for.'],
    ],
    [
      'words',
      rtt,
      { kind: 'numeric', text: 'soon' },
      ['unreadable', 'Answer with a number and its unit, such as 5 ms.'],
    ],
    ['the bytes', bytes, { kind: 'bytes', pick: [2, 3] }, ['right', 'right']],
    ['other bytes', bytes, { kind: 'bytes', pick: [0, 1] }, ['wrong', 'version']],
    ['what the run shows, also in hexadecimal', packet, { kind: 'packet', text: '0x3e9' }, ['right', 'right']],
    ['another prediction', packet, { kind: 'packet', text: '1000' }, ['wrong', 'SYN counts']],
  ] as const)('%s', (_, fields, answer, expected) => {
    expect(verdict(fields, answer as Answer)).toEqual(expected)
  })
})

describe('a question is refused', () => {
  test.each([
    [
      'without one right choice',
      { ...single, choices: single.choices.map((choice) => ({ ...choice, right: false })) },
      'found 0 right choices',
    ],
    [
      'when a mistake is right',
      { ...rtt, mistakes: [{ value: 0.08, unit: 's', because: 'x' }] },
      'which is a right answer',
    ],
    [
      'with a mistake of another kind',
      { ...rtt, mistakes: [{ value: 1, unit: 'B', because: 'x' }] },
      'expected a unit that can be compared with',
    ],
    ['about bytes that are not there', { ...bytes, pick: [2, 4] }, 'found byte 4, expected at most 3'],
    ['without a reason', { ...single, choices: [{ text: 'a' }, { text: 'b', because: 'B', right: true }] }, 'because'],
    ['without a mistake to predict', { ...packet, mistakes: [] }, 'mistakes'],
  ])('%s', (_, fields, expected) => {
    expect(() => item(fields)).toThrow(expected)
  })
})

describe('how a question is shown', () => {
  test('every place once, the same for one seed, steps never solved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), (seed) => {
        const { order } = present(item(ordering), seed)
        expect([...order].sort()).toEqual([0, 1, 2])
        expect(order).not.toEqual([0, 1, 2])
        expect(present(item(ordering), seed).order).toEqual(order)
      }),
    )
  })
})

test('numbers are read as people write them', () => {
  const read = (text: string) => parseQuantity(text)
  expect(read('1 460')).toEqual({ value: 1460, unit: '' })
  expect(read("65'535 bytes")).toEqual({ value: 65535, unit: 'B' })
  expect(read('8.4 Mbit/s')).toEqual({ value: 8.4, unit: 'Mbit/s' })
  expect(read('0x1F')).toEqual({ value: 31, unit: '' })
  for (const text of ['', '1,5 s', 'x', '3 apples', '1.2.3']) expect(read(text), text).toBeNull()
})
