import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { cutOff, drip, test } from './setup.ts'

test('v1 a request is answered, a silent client is cut off', { waits: params.idleMs + 500 }, async ({
  lab,
  client,
}) => {
  expect(await client.ask('hello\n')).toBe('heard hello')
  await lab.capture(cutOff, { as: 'a FIN or a RST of the server' }).next({ within: params.idleMs + 400 })
})

test('v2 a request that trickles in is cut off', { waits: params.requestMs + 1_000 }, async ({ lab, client }) => {
  await client.send(
    times(20, () => 'x'),
    { gap: drip },
  )
  const first = await lab.capture('ip.src == 10.0.9.1 && tcp.len > 0').next()
  const end = await lab.capture(cutOff, { as: 'a FIN or a RST of the server' }).next({ within: params.requestMs + 800 })
  expect(end.at - first.at, 'the time from the first byte to the end').toBeBetween(
    params.requestMs,
    params.requestMs + 200,
  )
})
