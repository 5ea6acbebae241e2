import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { attackTest, test, visit } from './setup.ts'

const closes = `ip.src == 10.0.0.11 && (tcp.flags.fin == 1 || tcp.flags.reset == 1)`
const resets = 'ip.src == 10.0.0.11 && tcp.flags.reset == 1'
/** Bytes of a header that never ends, one at a time. */
const drops = 'GET / HTTP/1.1\r\n'.split('')

test('h3 a header that trickles in ends with 408', { waits: params.headersMs + 1_500 }, async ({ lab }) => {
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  const connectedAt = lab.clock.now
  await client.send(drops, { gap: 0.9 * params.headersMs })
  const answer = client.line({ within: params.headersMs + 1_200 })
  await expect(answer, 'the answer to a header that trickles in').toMatch(/^HTTP\/1\.1 408 /)
  const about = 'the time from the connection to the 408'
  expect(lab.clock.now - connectedAt, { about, unit: 'ms' }).toBeGreaterThan(0.9 * params.headersMs)
})

test('h4 a body that trickles in is cut off', { waits: 2 * params.rateMs + 1_000 }, async ({ lab }) => {
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  await client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n')
  await client.send(
    times(40, () => 'x'.repeat(10)),
    { gap: params.rateMs / 10 },
  )
  const end = lab.capture(closes, { as: 'a FIN or a RST for the client whose body trickles in' })
  await end.next({ within: 2 * params.rateMs + 500 })
  const honest = await expect(lab.host('b').connect('a', params.port), 'the next connection').toHappen()
  await honest.send(
    `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5000)}`,
  )
  const answer = await expect(honest.rest(), 'the answer to a fast body').toHappen()
  expect(answer, 'the answer to a fast body').toMatch(/^HTTP\/1\.1 200 /)
  expect(answer, 'the answer to a fast body').toMatch(/\b5000$/)
})

test('h5 a response that nobody reads is cut off', { waits: 2 * params.stallMs + 1_100 }, async ({ lab }) => {
  const connecting = lab.host('d').connect('a', params.port, { paused: true, receiveBuffer: 65_536 })
  const client = await expect(connecting, 'the connection').toHappen()
  const connectedAt = lab.clock.now
  await client.send('GET /big HTTP/1.1\r\nHost: a\r\n\r\n')
  const reset = lab.capture(resets, { as: 'a RST for the client that reads nothing' })
  const took = (await reset.next({ within: 2 * params.stallMs + 1_000 })).at - connectedAt
  expect(took, { about: 'the time from the connection to the RST', unit: 'ms' }).toBeGreaterThan(params.stallMs)
})

test('h6 a slow client is served', { waits: '25s' }, async ({ lab }) => {
  await lab.link('d', 'sw').impair({ rate: '2.4kbit' })
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  await client.send(`GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'c'.repeat(2_000)}\r\n\r\n`)
  await expect(client.line({ within: '20s' }), 'the answer to a slow client').toMatch(/^HTTP\/1\.1 200 /)
})

test('h7 one address gets its share, and a household is served', async ({ lab }) => {
  const connecting = Promise.all(times(params.perAddress + 5, () => lab.host('c').connect('a', params.port)))
  await expect(connecting, 'the connections of one address').toHappen()
  await lab.settle()
  const held = (await lab.host('a').sockets()).filter(
    ({ state, remote }) => state === 'ESTABLISHED' && remote?.address.endsWith(lab.host('c').address()),
  )
  expect(held.length, 'the number of connections that your server keeps of one address').toBe(params.perAddress)
  const house = await Promise.all(times(15, () => visit(lab.host('d'), params.port)))
  expect(house, 'what 15 clients behind one address got').toEqual(times(15, () => 'HTTP/1.1 200 OK'))
})

attackTest('h8 the attack goes on, whatever is closed', { waits: '25s' }, async ({ lab }) => {
  const listener = await lab.host('a').listen(8081)
  const program = await lab.host('c').run('attack.ts', { args: ['a', 8081, 5] })
  const peers = []
  for (const n of [1, 2, 3, 4, 5])
    peers.push(await expect(listener.accept(), `connection ${n} of the 5 that were asked for`).toHappen())
  for (const peer of peers)
    await expect(peer.bytes(1, { within: '10s' }), 'the first byte of a request of yours').toHappen()
  await peers[0]!.reset()
  await peers[1]!.end()
  await lab.settle()
  const more = lab.capture('ip.src == 10.0.0.13 && tcp.len > 0', { since: 'now' })
  await lab.clock.advance('12s')
  await expect(program.expectAlive(), 'attack.ts, still running').toHappen()
  const ports = new Set((await more.all()).map((packet) => packet.field('tcp.srcport')))
  const about = 'how many connections of your attack sent more in the next 12 s'
  expect(ports.size, about).toBeGreaterThanOrEqual(3)
})

test('h9 a header that trickles in ends eventually', { waits: params.headersMs + 32_000 }, async ({ lab }) => {
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  await client.send(drops, { gap: 0.9 * params.headersMs })
  const end = lab.capture(closes, { as: 'a FIN or a RST for the client whose header trickles in' })
  await end.next({ within: params.headersMs + 31_500 })
})

test('h10 a client that says nothing gets 408, too', { waits: params.headersMs + 1_500 }, async ({ lab }) => {
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  const answer = client.line({ within: params.headersMs + 1_200 })
  await expect(answer, 'the answer to a client that says nothing').toMatch(/^HTTP\/1\.1 408 /)
})

test('h11 a body that is slow but fast enough is read', { waits: 4 * params.rateMs }, async ({ lab }) => {
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  await client.send('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2700\r\n\r\n')
  await client.send(
    times(18, () => 'x'.repeat(150)),
    { gap: params.rateMs / 5 },
  )
  const answer = await expect(client.rest({ within: 4 * params.rateMs }), 'the answer to a slow body').toHappen()
  expect(answer, 'the answer to a slow body').toMatch(/^HTTP\/1\.1 200 /)
  expect(answer, 'the answer to a slow body').toMatch(/\b2700$/)
})

test('h12 a reader that is slow gets its response', { waits: 2 * params.stallMs + 1_500 }, async ({ lab }) => {
  const connecting = lab.host('d').connect('a', params.port, { paused: true, receiveBuffer: 65_536 })
  const client = await expect(connecting, 'the connection').toHappen()
  await client.send('GET /big HTTP/1.1\r\nHost: a\r\n\r\n')
  const more = () => expect(client.bytes(500_000), 'the next 500,000 bytes of a slow reader').toHappen()
  for (let i = 0; i < 2; i++) {
    await lab.clock.advance(0.7 * params.stallMs)
    await client.resume()
    await more()
    await client.pause()
  }
  await client.resume()
  await more()
})

test('h13 a body that trickles after a fast beginning is cut off', { waits: 3 * params.rateMs + 1_000 }, async ({
  lab,
}) => {
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  await client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(30_000)}`)
  await client.send(
    times(40, () => 'x'.repeat(10)),
    { gap: params.rateMs / 10 },
  )
  const end = lab.capture(closes, { as: 'a FIN or a RST for the client whose body began fast' })
  await end.next({ within: 3 * params.rateMs + 500 })
})

test('h14 the body of a GET must come, too', { waits: 2 * params.rateMs + 1_000 }, async ({ lab }) => {
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  await client.send('GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n')
  await client.send(
    times(40, () => 'x'.repeat(10)),
    { gap: params.rateMs / 10 },
  )
  const end = lab.capture(closes, { as: 'a FIN or a RST for the GET whose body trickles in' })
  await end.next({ within: 2 * params.rateMs + 500 })
})

test('h15 clients that were told 408 free their places', { waits: params.headersMs + 1_500 }, async ({ lab }) => {
  const crowd = Promise.all(times(params.perAddress, () => lab.host('c').connect('a', params.port)))
  await expect(crowd, 'the connections of one address').toHappen()
  await lab.clock.advance(params.headersMs + 1_200)
  const answer = await visit(lab.host('c'), params.port)
  expect(answer, 'what a new client gets after the late ones got 408').toBe('HTTP/1.1 200 OK')
})

test('h16 the second header has a deadline, too', { waits: params.headersMs + 2_000 }, async ({ lab }) => {
  const client = await expect(lab.host('d').connect('a', params.port), 'the connection').toHappen()
  await client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await expect(client.line(), 'the answer to the first request').toMatch(/^HTTP\/1\.1 200 /)
  await client.send([...drops, ...'X-More: and so on'], { gap: params.headersMs / 12 })
  const end = lab.capture(closes, { as: 'a FIN or a RST for the client whose second header trickles in' })
  await end.next({ within: params.headersMs + 1_500 })
})

test('h17 what a client sends is no progress', { waits: 2 * params.stallMs + 1_100 }, async ({ lab }) => {
  const connecting = lab.host('d').connect('a', params.port, { paused: true, receiveBuffer: 65_536 })
  const client = await expect(connecting, 'the connection').toHappen()
  await client.send('GET /big HTTP/1.1\r\nHost: a\r\n\r\n')
  // Empty lines in front of a request line belong to no header (RFC 9112 section 2.2), so no deadline of a header ends this.
  await client.send(
    times(20, () => '\r\n'),
    { gap: params.stallMs / 4 },
  )
  const reset = lab.capture(resets, { as: 'a RST for the client that sends and does not read' })
  await reset.next({ within: 2 * params.stallMs + 1_000 })
})
