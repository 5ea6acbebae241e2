import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { ask, clientTest, datagram, idOf, PORT, reply, serverTest } from './setup.ts'

/** All waits of a call that nobody answers. */
const WAITS = times(params.tries, (n) => params.firstMs * 2 ** n)
const ALL_WAITS = WAITS.reduce((sum, ms) => sum + ms, 0)

clientTest('h2 four tries beat a loss of 20 %', { waits: '8s' }, async ({ lab, client }) => {
  await lab.host('server').run('server.ts', { listens: { udp: params.port } })
  await lab.link('client', 'server').impair({ loss: 0.2, duplicate: 0.1, reorder: 0.3 })
  const calls = times(200, () => client.call('server', params.port, 'add 1', { tries: 4, timeoutMs: 250 }))
  const answered = (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled')
  expect(answered.length).toBeGreaterThanOrEqual(0.94 * calls.length)
})

clientTest('h3 a second reply changes nothing, and nothing is left', { leaks: true }, async ({ client, server }) => {
  const answer = client.call('server', PORT, 'hello')
  const request = await server.receive()
  await server.send(reply(request, 'first'))
  await server.send(reply(request, 'second'))
  expect(await answer).toBe('first')
})

clientTest('h4 a late reply does not answer the next call', async ({ client, server }) => {
  const options = { tries: 1, timeoutMs: 100 }
  await expect(client.call('server', PORT, 'first', options)).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  const first = await server.receive()
  const answer = client.call('server', PORT, 'second')
  const second = await server.receive()
  await server.send(reply(first, 'late'), second.from)
  await server.send(reply(second, 'right'))
  expect(await answer).toBe('right')
})

clientTest.each({ 'other-port': 5999, 'wrong-id': PORT })(
  'h5 only the server may answer',
  async (port, { lab, client, server }) => {
    const answer = client.call('server', PORT, 'hello')
    const request = await server.receive()
    const [first = 0, ...rest] = idOf(request)
    const forger = port === PORT ? server : await lab.host('server').udp(port)
    await forger.send(
      port === PORT ? datagram(Uint8Array.of(first ^ 1, ...rest), 'forged') : reply(request, 'forged'),
      request.from,
    )
    await server.send(reply(request, 'right'))
    expect(await answer).toBe('right')
  },
)

serverTest('h6 a repeated request is answered again but done once', async ({ peer, other }) => {
  expect(await ask(peer, 1, 'add 5')).toBe('5')
  expect(await ask(peer, 1, 'add 5')).toBe('5')
  expect(await ask(other, 1, 'add 10')).toBe('15')
  expect(await ask(peer, 2, 'add 1')).toBe('16')
})

clientTest('h7 a closed port is reported at once, before a second try', async ({ lab, client }) => {
  await expect(client.call('server', 5999, 'x')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  expect(await lab.capture('udp.dstport == 5999 && !icmp').count()).toBe(1)
})

clientTest(
  'h8 each wait is twice as long as the one before',
  { waits: ALL_WAITS + 500 },
  async ({ lab, client, server }) => {
    const timedOut = () => expect(client.call('server', PORT, 'x')).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    const { took } = await lab.clock.time(timedOut)
    expect(took).toBeAbout(ALL_WAITS)
    const requests = await server.received()
    expect(requests.length).toBe(params.tries)
    for (const [n, request] of requests.entries()) {
      expect(request.data).toEqualBytes(requests[0]!.data)
      if (n > 0) expect(request.at - requests[n - 1]!.at).toBeAbout(WAITS[n - 1]!)
    }
  },
)

clientTest('h9 ids cannot be guessed', async ({ client, server }) => {
  const calls = Promise.allSettled(times(100, () => client.call('server', PORT, '', { tries: 1, timeoutMs: 200 })))
  await calls
  const ids = (await server.received()).map(idOf)
  expect(ids.length).toBe(100)
  const ones = times(64, (bit) => ids.filter((id) => ((id[bit >> 3] ?? 0) >> (bit & 7)) & 1).length)
  for (const count of ones) {
    expect(count).toBeGreaterThan(20)
    expect(count).toBeLessThan(80)
  }
})

serverTest('h10 requests are not remembered forever', { waits: '65s' }, async ({ lab, peer }) => {
  expect(await ask(peer, 1, 'add 5')).toBe('5')
  await lab.clock.advance('55s')
  expect(await ask(peer, 1, 'add 5')).toBe('5')
  await lab.clock.advance('6s')
  expect(await ask(peer, 1, 'add 5')).toBe('10')
})
