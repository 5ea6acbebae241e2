import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectOver, test } from './setup.ts'

test('h3 all that was asked is answered first', async ({ lab, client }) => {
  await client.send('paint\n')
  await lab.clock.advance(params.workMs / 2)
  await client.send('dry\n')
  await client.end()
  expect(await client.rest()).toBe('done paint\ndone dry\n')
})

test('h4 who asks nothing is let go as well', async ({ lab, client }) => {
  await client.end()
  await client.expectEnd()
  await expectOver(lab)
})
