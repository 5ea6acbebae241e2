import { expect, seededValues, times } from 'ackademy/lab'
import {
  clientTest,
  datagram,
  expectReply,
  idOf,
  idWith,
  outcomeOf,
  PORT,
  reply,
  serverTest,
} from '../../../content/07-udp/exercises/udp-client-retry/tests/setup.ts'
import { params } from './params.ts'

clientTest(
  'r1-many tries double for as long as asked, and never burst',
  { waits: '400s' },
  async ({ lab, client, server }) => {
    const call = outcomeOf(client.call('server', PORT, 'x', { tries: 40, timeoutMs: 10_000 }))
    await lab.clock.advance('350s')
    expect((await server.received()).length, 'requests in 350 s').toBe(6)
    await server.send(reply((await server.received())[0]!, 'enough'), (await server.received())[0]!.from)
    await expect(call, 'what the call came to').toBe('enough')
  },
)

clientTest(
  'r1-long a wait beyond what a timer can take is no burst',
  { waits: '30s' },
  async ({ lab, client, server }) => {
    const call = outcomeOf(client.call('server', PORT, 'x', { tries: 3, timeoutMs: 2 ** 31 }))
    await lab.clock.advance('20s')
    const received = await server.received()
    expect(received.length, 'requests in 20 s').toBe(1)
    await server.send(reply(received[0]!, 'now'), received[0]!.from)
    await expect(call, 'what the call came to').toBe('now')
  },
)

clientTest('r2-noise drawn datagrams do not end a call', async ({ lab, client, server, request }) => {
  const draw = seededValues(lab, 'noise')
  const call = outcomeOf(client.call('server', PORT, 'x'))
  const first = await request()
  for (const _ of times(30, () => 0)) {
    const id = idOf(first).slice()
    id[draw.integer(0, 7)]! ^= 1 << draw.integer(0, 7)
    await server.send(draw.boolean() ? datagram(id, 'forged') : idOf(first).subarray(0, draw.integer(0, 7)), first.from)
  }
  const other = await lab.host('server').udp()
  await other.send(reply(first, 'other port'), first.from)
  await server.send(reply(first, ''), first.from)
  await expect(call, 'what the call came to').toBe('')
})

clientTest(
  'r3-twice replies and errors after the end change nothing',
  { leaks: true },
  async ({ lab, client, server, request }) => {
    const call = outcomeOf(client.call('server', PORT, 'x'))
    const first = await request()
    for (const text of ['one', 'two', 'three']) await server.send(reply(first, text), first.from)
    await expect(call, 'what the call came to').toBe('one')
    await lab.clock.advance('1s')
    await expect(outcomeOf(client.call('server', 5999, 'x')), 'a call to a closed port').toBe(
      'an error with code ECONNREFUSED',
    )
  },
)

serverTest('r4-addresses one id from many ports is many requests', async ({ lab, peer }) => {
  let sum = 0
  for (const i of times(30, (n) => n + 1)) {
    sum += i
    await expectReply(await lab.host('client').udp(), idWith(1), `add ${i}`, String(sum))
  }
  await expectReply(peer, idWith(1), 'add 0', String(sum))
})

serverTest(
  'r5-flood ten thousand ids are forgotten after a minute',
  { waits: '70s' },
  async ({ lab, server, peer }) => {
    for (const i of times(3_000, (n) => n))
      await peer.send(datagram(Uint8Array.of(1, 0, 0, 0, 0, 0, i >> 8, i & 255), 'x'), ['server', params.port])
    await lab.clock.advance('62s')
    expect((await server.handles()).timers, 'timers of the server').toBe(0)
  },
)

serverTest('r6-hostile datagrams do not end the server', { waits: '4s' }, async ({ lab, server, peer }) => {
  const raw = await lab.host('client').raw()
  const payload = datagram(idWith(9), 'add 1')
  const to = lab.host('server').address()
  // Ports and addresses that no reply can be sent to.
  await raw.send({ ip: { dst: to }, udp: { src: 0, dst: params.port }, payload })
  await raw.send({ ip: { src: '198.51.100.9', dst: to }, udp: { src: 4_000, dst: params.port }, payload })
  await raw.send({ ip: { src: '255.255.255.255', dst: to }, udp: { src: 4_000, dst: params.port }, payload })
  await raw.send({ ip: { src: '127.0.0.1', dst: to }, udp: { src: 4_000, dst: params.port }, payload })
  for (const length of times(8, (n) => n)) await peer.send(new Uint8Array(length), ['server', params.port])
  await lab.clock.advance('1s')
  await expect(server.expectAlive(), 'the server runs').toHappen()
  await peer.send(datagram(idWith(1), 'anything'), ['server', params.port])
  await expect(peer.receive(), 'the reply').toHappen()
})
