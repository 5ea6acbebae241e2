import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { bookings, NEXT_MS, opened, outcomeOf, startTill, test } from './setup.ts'

test.each({ closed: 'end', reset: 'reset' } as const, { waits: NEXT_MS + 500 })(
  'h3 a sale whose connection fails is booked once',
  async (how, { till, request }) => {
    const outcome = outcomeOf(till.pay(420))
    const first = await request('the first try')
    await first.peer[how]()
    const second = await request('the second try')
    expect(bookings([first, second]), 'the number of bookings for a sale whose connection failed').toBe(1)
    await second.peer.send('paid 1\n')
    await expect(outcome, 'the answer to the second try').toBe('paid 1')
  },
)

test('h4 a sale without any answer', { waits: (params.tries + 3) * NEXT_MS }, async ({ lab, till, request }) => {
  const outcome = lab.clock.time(() => outcomeOf(till.pay(420)))
  const tries: { key: string }[] = []
  for (const n of times(params.tries, (i) => i + 1)) tries.push(await request(`try ${n}`))
  await lab.clock.advance(2 * NEXT_MS)
  expect(await opened(lab).count(), 'the number of tries for a sale without any answer').toBe(params.tries)
  expect(bookings(tries), 'the number of bookings for a sale without any answer').toBe(1)
  const { took, value } = await expect(outcome, 'the end of a sale without any answer').toHappen()
  expect(value, 'what a sale without any answer came to').toBe('an error')
  const ms = params.tries * params.answerMs + (params.tries - 1) * params.pauseMs
  expect(took, { about: 'the time for a sale without any answer', unit: 'ms' }).toBeAbout(ms)
})

test('h5 two sales of the same amount are booked twice', async ({ till, request }) => {
  const requests: { key: string }[] = []
  for (const name of ['first', 'second']) {
    const outcome = outcomeOf(till.pay(420))
    const one = await request(`the ${name} sale`)
    requests.push(one)
    await one.peer.send(`paid ${name}\n`)
    await expect(outcome, `the answer to the ${name} sale`).toBe(`paid ${name}`)
  }
  expect(bookings(requests), 'the number of bookings for two sales of the same amount').toBe(2)
})

test('h6 two sales at the same moment, each booked once', { waits: 2 * NEXT_MS + 500 }, async ({ till, request }) => {
  const outcomes = [420, 99].map((cents) => outcomeOf(till.pay(cents)))
  const requests: Awaited<ReturnType<typeof request>>[] = []
  for (const n of times(4, (i) => i + 1)) requests.push(await request(`request ${n} for two sales`))
  for (const cents of ['420', '99']) {
    const tries = requests.filter((one) => one.cents === cents)
    expect(bookings(tries), 'the number of bookings for one sale beside another').toBe(1)
  }
  expect(bookings(requests), 'the number of bookings for two sales at the same moment').toBe(2)
  for (const { peer, cents } of requests.slice(2)) await peer.send(`paid ${cents}\n`)
  await expect(outcomes[0]!, 'the answer to the sale of 420 cents').toBe('paid 420')
  await expect(outcomes[1]!, 'the answer to the sale of 99 cents').toBe('paid 99')
})

test('h7 sales of two tills are booked twice', async ({ lab, till, request }) => {
  const other = await startTill(lab)
  const outcomes = [till, other].map((each) => outcomeOf(each.pay(420)))
  const requests = [await request('a sale of one till'), await request('a sale of another till')]
  expect(bookings(requests), 'the number of bookings for sales of two tills').toBe(2)
  for (const { peer } of requests) await peer.send('paid\n')
  for (const outcome of outcomes) await expect(outcome, 'the answer to a sale of two tills').toBe('paid')
})

test('h8 declined is an answer', { waits: 2 * NEXT_MS + 500 }, async ({ lab, till, request }) => {
  const outcome = outcomeOf(till.pay(420))
  const { peer } = await request('the request')
  await peer.send('declined\n')
  await lab.clock.advance(2 * NEXT_MS)
  expect(await opened(lab).count(), 'the number of tries for a declined sale').toBe(1)
  await expect(outcome, 'the answer to a declined sale').toBe('declined')
})
