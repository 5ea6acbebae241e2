import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 three queries lead from the root to the address', async ({ expectAnswer, sent }) => {
  await expectAnswer('web.example.test', { rcode: 'NOERROR', answer: ['203.0.113.10'] })
  const asked = (await sent()).map(({ server }) => server)
  expect(asked.slice(0, 2), 'the first two servers asked').toEqual(['198.51.100.1', '198.51.100.2'])
  expect(asked.length, 'the number of queries for web.example.test').toBe(3)
})

test('v2 no server on the way does the work', async ({ expectAnswer, sent }) => {
  await expectAnswer('mail.example.test', { answer: ['203.0.113.25'] })
  for (const { name, rd } of await sent()) {
    expect(name, 'the name in your query').toBe('mail.example.test')
    expect(rd ? 'set' : 'clear', 'RD in your query').toBe('clear')
  }
})
