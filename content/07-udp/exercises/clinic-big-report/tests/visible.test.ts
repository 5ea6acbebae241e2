import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { counters, inOrder, lineOf, linesAt, PORT, SERVER, test } from './setup.ts'

test('v1 a small report is one datagram', async ({ reporter, server, arrive }) => {
  const few = counters(3)
  await expect(reporter.report(SERVER, PORT, few), 'a small report').toHappen()
  await arrive()
  expect((await server.received()).length, 'the number of datagrams of a small report').toBe(1)
  expect(await linesAt(server), 'the lines of a small report').toEqual(few.map(lineOf))
})

test('v2 a large report arrives, too', async ({ reporter, server, arrive }) => {
  const many = counters(params.counters)
  await expect(reporter.report(SERVER, PORT, many), 'a large report').toHappen()
  await arrive()
  expect(inOrder(await linesAt(server)), 'the lines of a large report').toEqual(inOrder(many.map(lineOf)))
})
