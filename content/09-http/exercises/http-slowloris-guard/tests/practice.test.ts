import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { test, visit } from './setup.ts'

const closes = `ip.src == 10.0.0.11 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)`
const resets = 'ip.src == 10.0.0.11 && tcp.flags.reset == 1'
/** Bytes of a header that never ends, one at a time. */
const drops = 'GET / HTTP/1.1\r\n'.split('')

test('h3 a header that trickles in ends with 408', { waits: params.headersMs + 1_500 }, async ({ lab }) => {
  const client = await lab.host('d').connect('a', params.port)
  const connectedAt = lab.clock.now
  await client.send(drops, { gap: 0.9 * params.headersMs })
  expect(await client.line({ within: params.headersMs + 1_200 })).toMatch(/^HTTP\/1\.1 408 /)
  expect(lab.clock.now - connectedAt).toBeGreaterThan(0.9 * params.headersMs)
})

test('h4 a body that trickles in is cut off', { waits: 2 * params.rateMs + 1_000 }, async ({ lab }) => {
  const client = await lab.host('d').connect('a', params.port)
  await client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n')
  await client.send(
    times(40, () => 'x'.repeat(10)),
    { gap: params.rateMs / 10 },
  )
  await lab.capture(closes).next({ within: 2 * params.rateMs + 500 })
  const honest = await lab.host('b').connect('a', params.port)
  await honest.send(
    `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5000)}`,
  )
  const answer = await honest.rest()
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).toMatch(/\b5000$/)
})

test('h5 a response that nobody reads is cut off', { waits: 2 * params.stallMs + 1_100 }, async ({ lab }) => {
  const client = await lab.host('d').connect('a', params.port, { paused: true, receiveBuffer: 65_536 })
  const connectedAt = lab.clock.now
  await client.send('GET /big HTTP/1.1\r\nHost: a\r\n\r\n')
  const reset = await lab.capture(resets).next({ within: 2 * params.stallMs + 1_000 })
  expect(reset.at - connectedAt).toBeGreaterThan(params.stallMs)
})

test('h6 a slow client is served', { waits: '25s' }, async ({ lab }) => {
  await lab.link('d', 'sw').impair({ rate: '2.4kbit' })
  const client = await lab.host('d').connect('a', params.port)
  await client.send(`GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'c'.repeat(2_000)}\r\n\r\n`)
  expect(await client.line({ within: '20s' })).toMatch(/^HTTP\/1\.1 200 /)
})

test('h7 one address gets its share, and a household is served', async ({ lab }) => {
  const crowd = await Promise.all(times(params.perAddress + 5, () => lab.host('c').connect('a', params.port)))
  expect(crowd.length).toBe(params.perAddress + 5)
  await lab.settle()
  const held = (await lab.host('a').sockets()).filter(
    ({ state, remote }) => state === 'ESTABLISHED' && remote?.address.endsWith(lab.host('c').address()),
  )
  expect(held.length).toBe(params.perAddress)
  const house = await Promise.all(times(15, () => visit(lab.host('d'), params.port)))
  expect(house).toEqual(times(15, () => 'HTTP/1.1 200 OK'))
})

test('h9 a header that trickles in ends eventually', { waits: params.headersMs + 32_000 }, async ({ lab }) => {
  const client = await lab.host('d').connect('a', params.port)
  await client.send(drops, { gap: 0.9 * params.headersMs })
  await lab.capture(closes).next({ within: params.headersMs + 31_500 })
})
