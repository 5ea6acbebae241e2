import { describe, expect, test } from 'vitest'
import { answerOf, isComplete, recall, rightPlaces, score } from './prediction.ts'

const said = { choice: null, number: 0, order: [], sure: 70 }
const syn = { from: 'client', to: 'server', label: 'SYN' }
const synAck = { from: 'server', to: 'client', label: 'SYN ACK' }
const order = {
  cards: [synAck, syn],
  truth: [
    { ...syn, number: 1, at: 0 },
    { ...synAck, number: 2, at: 10 },
  ],
}
const question = { id: 'q', question: '?' }

test('an order is scored position by position', () => {
  expect(rightPlaces(order, [1, 1])).toEqual([true, false])
  expect(score({ ...question, order }, { ...said, order: [1, 0] })).toBe(1)
  expect(score({ ...question, order }, { ...said, order: [1, 1] })).toBe(0.5)
  expect(isComplete({ ...question, order }, { ...said, order: [1] })).toBe(false)
})

test('a number is right within its tolerance in percent', () => {
  const number = { unit: 'ms', most: 100, step: 1, truth: 40, within: 10 }
  expect([35, 36, 44, 45].map((value) => score({ ...question, number }, { ...said, number: value }))).toEqual([
    0, 1, 1, 0,
  ])
})

test('a choice is right or wrong, and an empty one is no answer', () => {
  const choices = [
    { text: 'a', because: '' },
    { text: 'b', because: '', isRight: true },
  ]
  expect(score({ ...question, choices }, { ...said, choice: 1 })).toBe(1)
  expect(score({ ...question, choices }, { ...said, choice: 0 })).toBe(0)
  expect(isComplete({ ...question, choices }, said)).toBe(false)
})

describe('an answer is restored from its words', () => {
  const choices = [
    { text: 'a', because: '' },
    { text: 'b', because: '', isRight: true },
  ]
  const number = { unit: 'ms', most: 100, step: 1, truth: 40, within: 10 }

  test.each([
    ['a choice', { ...question, choices }, { ...said, choice: 1 }],
    ['a number', { ...question, number }, { ...said, number: 35 }],
    ['an order', { ...question, order }, { ...said, order: [1, 0] }],
  ])('%s', (_kind, asked, prediction) => {
    expect(recall(asked, answerOf(asked, prediction), 70)).toEqual(prediction)
  })

  test('even if the choices have changed', () => {
    const answer = answerOf({ ...question, choices }, { ...said, choice: 1 })
    expect(recall({ ...question, choices: choices.toReversed() }, answer, 70)?.choice).toBe(0)
  })

  test('but not if the question no longer has that choice', () => {
    expect(recall({ ...question, choices }, ['c'], 70)).toBeNull()
    expect(recall({ ...question, order }, ['SYN client server'], 70)).toBeNull()
    expect(recall({ ...question, number }, ['many'], 70)).toBeNull()
    expect(recall({ ...question, number }, [], 70)).toBeNull()
  })
})
