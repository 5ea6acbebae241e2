import { describe, expect, test } from 'vitest'
import { Drill, type Generate, makeRound, type Practised, progressOf, warmUp } from './index.ts'

const drill = Drill.parse({
  version: 1,
  id: 'wu-sum',
  title: 'Sums',
  lead: 'Add.',
  tier: 1,
  items: 5,
  mistakes: { carry: 'You forgot {n}.' },
})
const sums: Generate = (draw, say) => {
  const [a, b] = [draw.integer(1, 50), draw.integer(1, 50)]
  return {
    kind: 'numeric',
    ask: `${a} + ${b}?`,
    value: a + b,
    because: 'Yes.',
    otherwise: 'No.',
    mistakes: [{ value: a + b - 10, mistake: 'carry', because: say('carry', { n: 10 }) }],
  }
}

describe('a round', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(makeRound(drill, sums, 7)).toEqual(makeRound(drill, sums, 7))
    expect(makeRound(drill, sums, 7).items).not.toEqual(makeRound(drill, sums, 8).items)
  })

  test('has as many different questions as the pack says, with its words for mistakes', () => {
    const { items } = makeRound(drill, sums, 7)
    expect(new Set(items.map(({ ask }) => ask)).size).toBe(5)
    expect(items[0]).toMatchObject({ id: 'wu-sum-1', mistakes: [{ because: 'You forgot 10.' }] })
  })

  test('cannot be made by a generator that repeats itself, or knows other mistakes than the pack', () => {
    const same: Generate = () => ({ kind: 'numeric', ask: '1?', value: 1, because: 'a', otherwise: 'b' })
    expect(() => makeRound(drill, same, 1)).toThrow('200 tries gave 1 different questions, expected 5')
    const strange: Generate = (draw, say) => ({ ...sums(draw, say), otherwise: say('sign') }) as ReturnType<Generate>
    expect(() => makeRound(drill, strange, 1)).toThrow('found the mistake "sign", expected one of drill.yaml\'s: carry')
  })
})

const good = (day: number, seed = day): Practised => ({ day, seed, right: 9, of: 10 })
const bad = (day: number): Practised => ({ day, seed: day, right: 8, of: 10 })

describe('when to practise again', () => {
  test.each([
    ['nothing yet', [], { stage: 0, due: null, mastered: false }],
    ['a good round: tomorrow', [good(5)], { stage: 1, due: 6, mastered: false }],
    ['a second one when it is due: mastered, and in 3 days', [good(5), good(6)], { stage: 2, due: 9, mastered: true }],
    ['then 7, then 21 days', [good(5), good(6), good(9), good(16)], { stage: 4, due: 37, mastered: true }],
    ['21 days again and again', [good(5), good(6), good(9), good(16), good(40)], { stage: 5, due: 61, mastered: true }],
    ['twice on one day is once', [good(5), good(5, 99)], { stage: 1, due: 6, mastered: false }],
    ['too early changes nothing', [good(5), good(6), good(7)], { stage: 2, due: 9, mastered: true }],
    ['the same questions again change nothing', [good(5, 1), good(6, 1)], { stage: 1, due: 6, mastered: false }],
    [
      'a bad round begins again, and what was mastered stays so',
      [good(5), good(6), bad(9)],
      { stage: 0, due: 10, mastered: true },
    ],
    ['in whatever order they are told', [good(6), good(5)], { stage: 2, due: 9, mastered: true }],
  ] as const)('%s', (_, history, expected) => {
    expect(progressOf(history)).toEqual(expected)
  })

  test('a lesson begins with the packs that are overdue the longest, never with one that was not practised', () => {
    const histories = new Map([
      ['new', []],
      ['tomorrow', [good(9)]],
      ['today', [good(8), good(9, 3)].slice(0, 1)],
      ['long ago', [good(1)]],
    ])
    expect(warmUp(histories, 9)).toEqual(['long ago', 'today', 'tomorrow'])
    expect(warmUp(histories, 9, 5)).toEqual(['long ago', 'today', 'tomorrow', 'long ago', 'today'])
    expect(warmUp(new Map([['new', []]]), 9)).toEqual([])
  })
})
