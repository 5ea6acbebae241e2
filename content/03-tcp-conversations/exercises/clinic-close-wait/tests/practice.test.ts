import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { expectOver, test } from './setup.ts'

test('h3 every job is answered before the server closes', async ({ lab, client }) => {
  await client.send('paint\n')
  await lab.clock.advance(params.workMs / 2)
  await client.send('dry\n')
  await client.end()
  await expect(client.rest(), 'what a client hears that closes with two jobs at work').toBe('done paint\ndone dry\n')
})

test('h4 a client that sends no job is let go too', async ({ lab, client }) => {
  await client.end()
  const { took } = await lab.clock.time(() => expect(client.expectEnd(), 'your FIN after the client’s').toHappen())
  expect(took, 'the time from the client’s FIN to yours').toBeWithin('60ms')
  await expectOver(lab)
})

test('h5 a reset ends one client, not the server', async ({ client, connect }) => {
  await client.send('paint\n')
  await client.reset()
  const next = await connect()
  await expect(next.ask('dry\n'), 'the answer to the next client').toBe('done dry')
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
  const { length } = await expect(slow.digest(), 'the answer for a slow reader, up to its end').toHappen()
  const size = { about: 'the size of the answer that a slow reader got', unit: 'bytes' }
  expect(length, size).toBe(`done ${job}\n`.length)
})
