import { expect } from 'ackademy/lab'
import { bookings, NEXT_MS, outcomeOf, test } from './setup.ts'

test('v1 a sale with an answer', async ({ till, request }) => {
  const outcome = outcomeOf(till.pay(420))
  const { peer, cents } = await request('the request')
  expect(cents, 'the amount').toBe('420')
  await peer.send('paid 1\n')
  await expect(outcome, 'the answer to the sale').toBe('paid 1')
})

test('v2 a sale whose first answer is late is booked once', { waits: NEXT_MS + 500 }, async ({ till, request }) => {
  const outcome = outcomeOf(till.pay(420))
  const first = await request('the first try')
  const second = await request('the second try')
  expect(bookings([first, second]), 'the number of bookings for a sale with a late answer').toBe(1)
  await second.peer.send('paid 1\n')
  await expect(outcome, 'the answer to the second try').toBe('paid 1')
})
