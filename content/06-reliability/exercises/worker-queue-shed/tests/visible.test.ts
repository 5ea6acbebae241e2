import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { answers, FULL, k, questions, SOON, sorted, test } from './setup.ts'

test('v1 as many questions at once as there are workers', async ({ lab, client }) => {
  await client.send(questions(2 * k))
  const first = await lab.clock.time(() => client.lines(k))
  expect(sorted(first.value), 'the first answers').toEqual(answers(k))
  const about = { about: 'the time that the first answers took', unit: 'ms' }
  expect(first.took, about).toBeBetween(params.workMs, params.workMs + SOON)
  const second = await lab.clock.time(() => client.line())
  const others = await client.lines(k - 1)
  expect(sorted([second.value, ...others]), 'the next answers').toEqual(answers(k, { first: k + 1 }))
  const next = { about: 'the time between the first answers and the next', unit: 'ms' }
  expect(second.took, next).toBeBetween(params.workMs - 20, params.workMs + 20)
})

test('v2 a question too many is refused at once', async ({ lab, client }) => {
  await client.send(questions(FULL + 2))
  const { value, took } = await lab.clock.time(() => client.lines(2))
  const about = 'the first two answers, with two questions too many'
  expect(sorted(value), about).toEqual(answers(2, { first: FULL + 1, text: 'busy' }))
  expect(took, { about: 'the time until both were refused', unit: 'ms' }).toBeWithin(SOON)
})
