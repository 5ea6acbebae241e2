import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { open, outcomeOf, serve, test, tries } from './setup.ts'

test('v1 a question is asked again until the server is back', { waits: '3s' }, async ({ lab, caller, listen }) => {
  const one = await caller({ capMs: 2 * params.baseMs })
  const asked = outcomeOf(one.ask('tea'))
  await lab.clock.advance(params.baseMs)
  serve(await listen()).catch(() => {})
  await expect(asked, 'the answer, once the server is back').toBe('tea!')
})

test('v2 twenty failed tries open the breaker', { waits: '3s' }, async ({ lab, caller, listen }) => {
  serve(await listen()).catch(() => {})
  const one = await caller()
  await open(one)
  expect(await tries(lab).count(), 'the number of tries for 21 questions').toBe(20)
})
