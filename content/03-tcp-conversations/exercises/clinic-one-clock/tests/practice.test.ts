import { expect } from 'ackademy/lab'
import { rest, test } from './setup.ts'

test('h3 slow and honest is served', { waits: 4 * rest }, async ({ client }) => {
  await client.send(['sl', 'ow', 'ly\n'], { gap: rest })
  expect(await client.line({ within: 3 * rest })).toBe('heard slowly')
})

test('h4 a long conversation of short requests goes on', { waits: 14 * rest }, async ({ client }) => {
  for (const _ of [1, 2, 3, 4]) {
    await client.send(['sl', 'ow', 'ly\n'], { gap: rest })
    expect(await client.line({ within: 4 * rest })).toBe('heard slowly')
  }
})
