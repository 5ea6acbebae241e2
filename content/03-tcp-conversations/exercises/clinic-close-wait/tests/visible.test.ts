import { expect } from 'ackademy/lab'
import { expectOver, test } from './setup.ts'

test('v1 a client that closes before its answer still gets it', async ({ client }) => {
  await client.send('paint\n')
  await client.end()
  expect(await client.rest()).toBe('done paint\n')
})

test('v2 a client that closes after its answer is let go', async ({ lab, client }) => {
  expect(await client.ask('paint\n')).toBe('done paint')
  await client.end()
  await client.expectEnd()
  await expectOver(lab)
})
