import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { cutOff, drip, test } from './setup.ts'

test('v1 a request is answered, a silent client is cut off', { waits: params.idleMs + 500 }, async ({
  lab,
  client,
}) => {
  await expect(client.ask('hello\n'), 'the answer to hello').toBe('heard hello')
  const end = lab.capture(cutOff).next({ within: params.idleMs + 400 })
  await expect(end, 'the end of a silent client’s connection').toHappen()
})

test('v2 a request that trickles in is cut off', { waits: params.requestMs + 1_000 }, async ({ lab, client }) => {
  await client.send(
    times(20, () => 'x'),
    { gap: drip },
  )
  const first = await lab.capture('ip.src == 10.0.9.1 && tcp.len > 0').next()
  const cut = lab.capture(cutOff).next({ within: params.requestMs + 800 })
  const end = await expect(cut, 'the end of a connection whose request trickles in').toHappen()
  const took = 'the time from the first byte of the request to the end of the connection'
  expect(end.at - first.at, took).toBeBetween(params.requestMs, params.requestMs + 200)
})
