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
  const { took } = await lab.clock.time(() => client.expectEnd())
  expect(took, "the time from the client's FIN to the server's").toBeWithin('60ms')
  await expectOver(lab)
})

test('h5 a reset ends one client, not the server', async ({ client, connect }) => {
  await client.send('paint\n')
  await client.reset()
  expect(await (await connect()).ask('dry\n')).toBe('done dry')
})
