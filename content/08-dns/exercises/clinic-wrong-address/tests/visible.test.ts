import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { answer, sender, test } from './setup.ts'

test('v1 names are asked for in order', async ({ server, ask, query, printed }) => {
  const program = await ask('web.test', 'mail.test')
  for (const n of [1, 2]) {
    const datagram = await query('a query')
    await server.send(answer(datagram, n), sender(datagram))
  }
  expect(await printed(program), 'what the program printed').toBe('web.test 192.0.2.1\nmail.test 192.0.2.2\n')
})

test('v2 a late answer is not taken for the next one', { waits: '4s' }, async ({
  lab,
  server,
  ask,
  query,
  printed,
}) => {
  const program = await ask('web.test', 'mail.test')
  const first = await query('the first query')
  const again = await query('the first query, sent again')
  await server.send(answer(first, 1), sender(first))
  const next = await query('the second query')
  await server.send(answer(again, 1), sender(again))
  await lab.clock.advance(params.timeout / 4)
  await server.send(answer(next, 2), sender(next))
  expect(await printed(program), 'what the program printed').toBe('web.test 192.0.2.1\nmail.test 192.0.2.2\n')
})
