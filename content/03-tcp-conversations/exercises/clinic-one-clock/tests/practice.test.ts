import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { cutOff, drip, rest, test } from './setup.ts'

test('h3 a slow, honest client is served', { waits: 4 * rest }, async ({ client }) => {
  await client.send(['sl', 'ow', 'ly\n'], { gap: rest })
  await expect(client.line({ within: 3 * rest }), 'the answer to a slow request').toBe('heard slowly')
})

/** Number of slow requests that together take longer than one request may. */
const requests = Math.ceil((1.3 * params.requestMs) / (2 * rest))

test('h4 a long conversation of short requests continues', { waits: 3 * requests * rest + 300 }, async ({ client }) => {
  for (let asked = 0; asked < requests; asked++) {
    await client.send(['sl', 'ow', 'ly\n'], { gap: rest })
    await expect(client.line({ within: 4 * rest }), 'the answer to one of many slow requests').toBe('heard slowly')
  }
})

test('h5 a request may start in the segment that ends another', { waits: 2 * requests * rest + 1_000 }, async ({
  client,
}) => {
  await client.send(['sl', ...times(2 * requests, (i) => (i % 2 === 0 ? 'ow' : 'ly\nsl'))], { gap: rest })
  const answers = client.lines(requests, { within: 4 * requests * rest })
  await expect(answers, 'the answers').toEqual(times(requests, () => 'heard slowly'))
})

test('h6 a closed connection leaves no timer behind', async ({ lab, client, server }) => {
  await client.send('hel')
  await client.end()
  await expect(client.expectEnd(), 'your FIN after the client’s').toHappen()
  await lab.settle()
  const timers = 'the number of timers that run after the only client has gone'
  expect((await server.handles()).timers, timers).toBe(0)
})

/** A request that is whole just in time, in steps of less than a rest. */
const nearly = params.requestMs - 150
const steps = Math.ceil(nearly / rest)

test('h7 a client that pauses before a request still has the full time for it', {
  waits: 2 * (rest + nearly) + 200,
}, async ({ lab, client }) => {
  for (const word of ['a', 'b']) {
    await lab.clock.advance(rest)
    await client.send([...times(steps, () => word), '\n'], { gap: nearly / steps })
    const answer = client.line({ within: params.requestMs })
    await expect(answer, 'the answer to a request after a pause').toBe(`heard ${word.repeat(steps)}`)
  }
})

test('h8 a request that starts behind another has the same deadline', { waits: params.requestMs + 1_000 }, async ({
  lab,
  client,
}) => {
  await client.send(['hello\nx', ...times(20, () => 'x')], { gap: drip })
  const first = await lab.capture('ip.src == 10.0.9.1 && tcp.len > 0').next()
  const cut = lab.capture(cutOff).next({ within: params.requestMs + 800 })
  const end = await expect(cut, 'the end of a connection whose second request trickles in').toHappen()
  const took = 'the time from the first byte of the second request to the end of the connection'
  expect(end.at - first.at, took).toBeBetween(params.requestMs, params.requestMs + 200)
})
