import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { clientTest, datagram, expectReply, hexOf, idOf, idWith, outcomeOf, PORT, reply, serverTest } from './setup.ts'

/** All waits of an unanswered call. */
const WAITS = times(params.tries, (n) => params.firstMs * 2 ** n)
const ALL_WAITS = WAITS.reduce((sum, ms) => sum + ms, 0)
/** Delay of the path, one way. */
const DELAY_MS = 40

clientTest('h2 four tries beat a loss of 20 %', { waits: '8s' }, async ({ lab, client }) => {
  const running = lab.host('server').run('server.ts', { listens: { udp: params.port } })
  await expect(running, 'your server, listening').toHappen()
  await lab.link('client', 'server').impair({ loss: 0.2, duplicate: 0.1, reorder: 0.3 })
  const calls = times(200, () => client.call('server', params.port, 'add 1', { tries: 4, timeoutMs: 250 }))
  const answered = (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled')
  const about = 'the number of calls, of 200, that got an answer'
  expect(answered.length, about).toBeGreaterThanOrEqual(0.94 * calls.length)
})

clientTest(
  'h3 a second reply changes nothing, and nothing is left',
  { leaks: true },
  async ({ client, server, request }) => {
    const answer = outcomeOf(client.call('server', PORT, 'hello'))
    const received = await request()
    await server.send(reply(received, 'first'))
    await server.send(reply(received, 'second'))
    await expect(answer, 'what a call with two replies came to').toBe('first')
  },
)

clientTest('h4 a late reply does not answer the next call', async ({ client, server, request }) => {
  const options = { tries: 1, timeoutMs: 100 }
  const timedOut = outcomeOf(client.call('server', PORT, 'first', options))
  await expect(timedOut, 'what a call without a reply came to').toBe('an error with code ETIMEDOUT')
  const first = await request('the request of the first call')
  const answer = outcomeOf(client.call('server', PORT, 'second'))
  const isOfFirst = (one: { data: Uint8Array }) => hexOf(idOf(one)) === hexOf(idOf(first))
  let second = first
  while (isOfFirst(second)) second = await request('the request of the second call')
  await server.send(reply(first, 'late'), second.from)
  await server.send(reply(second, 'right'))
  await expect(answer, 'what the second call came to').toBe('right')
})

clientTest.each({ 'other-port': 5999, 'wrong-id': PORT })(
  'h5 only the server may answer',
  async (port, { lab, client, server, request }) => {
    const answer = outcomeOf(client.call('server', PORT, 'hello'))
    const received = await request()
    const [first = 0, ...rest] = idOf(received)
    const otherId = datagram(Uint8Array.of(first ^ 1, ...rest), 'forged')
    if (port === PORT) await server.send(otherId)
    else await (await lab.host('server').udp(port)).send(reply(received, 'forged'), received.from)
    await server.send(reply(received, 'right'))
    await expect(answer, 'what the call came to').toBe('right')
  },
)

serverTest('h6 a repeated request is answered again but done once', async ({ peer, other }) => {
  await expectReply(peer, idWith(1), 'add 5', '5')
  await expectReply(peer, idWith(1), 'add 5', '5', 'the reply to add 5, repeated')
  await expectReply(other, idWith(1), 'add 10', '15', 'the reply to add 10 with the same id from another port')
  await expectReply(peer, idWith(2), 'add 1', '16')
  await expectReply(peer, idWith(1), 'add 5', '5', 'the reply to add 5, repeated after other requests')
  await expectReply(peer, idWith(3), 'add 0', '16', 'the sum after all repetitions')
})

clientTest('h7 a closed port is reported at once, before a second try', { leaks: true }, async ({ lab, client }) => {
  const refused = outcomeOf(client.call('server', 5999, 'x'))
  await expect(refused, 'what a call to a closed port came to').toBe('an error with code ECONNREFUSED')
  const requests = lab.capture('udp.dstport == 5999 && !icmp')
  expect(await requests.count(), 'the number of requests to a closed port').toBe(1)
})

clientTest(
  'h8 each wait is twice as long as the one before',
  { waits: ALL_WAITS + 500, leaks: true },
  async ({ lab, client, server }) => {
    const outcome = await outcomeOf(client.call('server', PORT, 'x'))
    const end = lab.clock.now
    const requests = await server.received()
    expect(requests.length, 'the number of requests without a reply').toBe(params.tries)
    for (const [n, request] of requests.entries()) {
      const about = `request ${n + 1}`
      expect(hexOf(idOf(request)), { about: `the id of ${about}`, datagram: request }).toBe(hexOf(idOf(requests[0]!)))
      expect(hexOf(request.data), { about, datagram: request }).toBe(hexOf(requests[0]!.data))
      const port = { about: `the source port of ${about}`, datagram: request }
      expect(request.from.port, port).toBe(requests[0]!.from.port)
      if (n > 0) {
        const wait = { about: `the wait before ${about}`, unit: 'ms' }
        expect(request.at - requests[n - 1]!.at, wait).toBeAbout(WAITS[n - 1]!)
      }
    }
    expect(outcome, 'what a call without a reply came to').toBe('an error with code ETIMEDOUT')
    const wait = { about: 'the wait after the last request', unit: 'ms' }
    // The request reaches the server after its delay, and the end of the call is not delayed.
    expect(end - requests.at(-1)!.at + DELAY_MS, wait).toBeAbout(WAITS.at(-1)!)
  },
)

clientTest('h9 ids cannot be guessed', async ({ client, server }) => {
  const calls = times(100, () => client.call('server', PORT, '', { tries: 1, timeoutMs: 200 }))
  await Promise.allSettled(calls)
  const ids = (await server.received()).map(idOf)
  expect(ids.length, 'the number of requests for 100 calls').toBe(100)
  const ones = times(64, (bit) => ids.filter((id) => ((id[bit >> 3] ?? 0) >> (bit & 7)) & 1).length)
  const fixed = ones.filter((count) => count <= 20 || count >= 80)
  expect(fixed.length, 'the number of bits, of 64, that are nearly the same in 100 ids').toBe(0)
})

serverTest('h10 requests are not remembered forever', { waits: '65s' }, async ({ lab, peer }) => {
  await expectReply(peer, idWith(1), 'add 5', '5')
  await lab.clock.advance('61s')
  await expectReply(peer, idWith(1), 'add 5', '10', 'the reply to add 5, repeated after 61 s')
})

serverTest(
  'h11 a request is remembered for 60 s, whatever came before it',
  { waits: '102s' },
  async ({ lab, peer }) => {
    await expectReply(peer, idWith(1), 'add 5', '5')
    await lab.clock.advance('40s')
    await expectReply(peer, idWith(2), 'add 1', '6')
    await lab.clock.advance('55s')
    await expectReply(peer, idWith(2), 'add 1', '6', 'the reply to add 1, repeated after 55 s')
    await lab.clock.advance('6s')
    await expectReply(peer, idWith(2), 'add 1', '7', 'the reply to add 1, repeated again after 61 s')
  },
)

serverTest('h12 a datagram without an id gets no answer', async ({ server, peer }) => {
  await peer.send(new Uint8Array(), ['server', params.port])
  await peer.send(Uint8Array.of(1, 2, 3, 4, 5, 6, 7), ['server', params.port])
  await expect(peer.expectSilence('200ms'), 'silence after datagrams of 0 and 7 bytes').toHappen()
  await expect(server.expectAlive(), 'your server, still running').toHappen()
  await expectReply(peer, idWith(1), '', 'unknown', 'the reply to an id without a text')
})

serverTest('h13 what is no number is not added', async ({ peer }) => {
  await expectReply(peer, idWith(1), 'add five', 'unknown')
  await expectReply(peer, idWith(2), 'add', 'unknown')
  await expectReply(peer, idWith(3), 'add 1', '1')
})

serverTest('h14 ids are bytes, not text', async ({ peer }) => {
  const id = (last: number) => Uint8Array.of(0xc1, 0xfe, 0x80, 0, 0, 0, 0, last)
  await expectReply(peer, id(0xf8), 'add 5', '5')
  await expectReply(peer, id(0xf9), 'add 10', '15', 'the reply to add 10 with another id')
  await expectReply(peer, id(0xf8), 'add 5', '5', 'the reply to add 5, repeated')
})

clientTest('h15 a stray datagram stops no retry', async ({ client, server, request }) => {
  const answer = outcomeOf(client.call('server', PORT, 'hello'))
  const first = await request()
  await server.send(datagram(idWith(0), 'stray'), first.from)
  await server.send(new Uint8Array(3), first.from)
  const second = await request('a second request after a stray datagram')
  await server.send(reply(second, 'right'))
  await expect(answer, 'what the call came to').toBe('right')
})

clientTest('h16 a late reply to the first try is a reply', async ({ client, server, request }) => {
  const answer = outcomeOf(client.call('server', PORT, 'hello'))
  const first = await request()
  await request('a second request')
  await server.send(reply(first, 'late but right'), first.from)
  await expect(answer, 'what the call came to').toBe('late but right')
})
