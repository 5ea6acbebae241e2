import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { answer, sender, test } from './setup.ts'

test('v1 names are asked for in order', async ({ server, ask, query, printed }) => {
  const program = await ask('web.test', 'mail.test')
  for (const n of [1, 2]) {
    const datagram = await query('a query')
    await server.send(answer(datagram, n), sender(datagram))
  }
  const lines = 'web.test 192.0.2.1\nmail.test 192.0.2.2\n'
  expect(await printed(program), 'what the program printed').toBe(lines)
})

test('v2 a second answer to one query is not taken for the next one', { waits: '4s' }, async (world) => {
  const { lab, server, ask, query, printed } = world
  const program = await ask('shop.test', 'mail.test')
  const first = await query('the first query')
  const again = await query('the first query, sent again')
  for (const datagram of [first, again]) await server.send(answer(datagram, 1), sender(datagram))
  const next = await query('the second query')
  await lab.clock.advance(params.timeout / 4)
  await server.send(answer(next, 2), sender(next))
  const about = 'what the program printed after two answers to the first query'
  expect(await printed(program), about).toBe('shop.test 192.0.2.1\nmail.test 192.0.2.2\n')
})
