import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectOver, test } from './setup.ts'

test('h3 every job is answered before the server closes', async ({ lab, client }) => {
  await client.send('paint\n')
  await lab.clock.advance(params.workMs / 2)
  await client.send('dry\n')
  await client.end()
  expect(await client.rest()).toBe('done paint\ndone dry\n')
})

test('h4 a client that sends no job is let go too', async ({ lab, client }) => {
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

// A million bytes both ways are too much for a real kernel on a busy machine: so long it is not run there.
test('h6 a slow reader gets its whole answer', { waits: '4s' }, async ({ lab, connect }) => {
  await lab.link('client', 'server').impair({ rate: '1Gbit' })
  const slow = await connect({ receiveBuffer: 65_536, paused: true })
  const job = 'x'.repeat(1_000_000) // its answer is more than a kernel takes for such a reader
  await slow.send(`${job}\n`)
  await lab.clock.advance(params.workMs + 400)
  await slow.end()
  await lab.clock.advance('100ms')
  await slow.resume()
  const { length } = await slow.digest()
  expect(length, 'the number of bytes that the slow reader got').toBe(`done ${job}\n`.length)
})
