import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { rest, test } from './setup.ts'

test('h3 a slow, honest client is served', { waits: 4 * rest }, async ({ client }) => {
  await client.send(['sl', 'ow', 'ly\n'], { gap: rest })
  expect(await client.line({ within: 3 * rest })).toBe('heard slowly')
})

/** Of slow requests, so many that they take longer than one may. */
const requests = Math.ceil((1.3 * params.requestMs) / (2 * rest))

test('h4 a long conversation of short requests continues', { waits: 3 * requests * rest + 300 }, async ({ client }) => {
  for (let asked = 0; asked < requests; asked++) {
    await client.send(['sl', 'ow', 'ly\n'], { gap: rest })
    expect(await client.line({ within: 4 * rest })).toBe('heard slowly')
  }
})

test('h5 a request may start in the segment that ends another', { waits: 2 * requests * rest + 1_000 }, async ({
  client,
}) => {
  await client.send(['sl', ...times(2 * requests, (i) => (i % 2 === 0 ? 'ow' : 'ly\nsl'))], { gap: rest })
  expect(await client.lines(requests, { within: 4 * requests * rest }), 'the answers').toEqual(
    times(requests, () => 'heard slowly'),
  )
})

test('h6 a closed connection leaves no timer behind', async ({ lab, client, server }) => {
  await client.send('hel')
  await client.end()
  await client.expectEnd()
  await lab.settle()
  expect((await server.handles()).timers, 'the number of timers of a server whose only client has gone').toBe(0)
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
    expect(await client.line({ within: params.requestMs })).toBe(`heard ${word.repeat(steps)}`)
  }
})
