import { expect, seededValues, type TcpPeer, times } from 'ackademy/lab'
import { expectBusy, test } from '../../../content/03-tcp-conversations/exercises/conn-registry-limits/tests/setup.ts'
import { params } from './params.ts'

const HOSTS = ['guest1', 'guest2', 'guest3']
const IDLE_MS = 1000 * params.idle
const bytesOf = (text: string) => [...new TextEncoder().encode(text)].map((byte) => Uint8Array.of(byte))

test('r1-early lines before the number are answered after it, cut at every byte', async ({ connect }) => {
  const guest = await connect()
  await guest.send(bytesOf('WHO\nwho\nWHO \n\nWHO\n'), { gap: '1us' })
  await expect(guest.lines(3), 'what the guest hears').toEqual(['#1', '1', '1'])
  await expect(guest.expectSilence('50ms'), 'nothing more').toHappen()
})

test('r2-flood a guest that asks and never reads fills no memory', { waits: '8s' }, async ({
  lab,
  connect,
  server,
}) => {
  const guest = await lab.host('guest1').connect('server', params.port, { receiveBuffer: 8_192, paused: true })
  await guest.send('WHO\n'.repeat(5_000), { times: 100, gap: '1ms' })
  await lab.settle({ within: '4s' })
  const { queuedBytes } = await server.counters()
  expect(queuedBytes, 'bytes that wait in the server').toBeLessThanOrEqual(1 << 20)
  const other = await connect(lab.host('guest2'))
  await expect(other.line(), 'another guest').toBe('#2')
})

test('r3-instant of forty in one instant as many get in as there is room', async ({ lab }) => {
  const all = await Promise.all(times(39, (i) => lab.host(HOSTS[i % 3]!).connect('server', params.port)))
  const told = await Promise.all(all.map((peer) => peer.line()))
  expect(told.filter((line) => line !== 'BUSY').toSorted(), 'who got in').toEqual(times(params.max, (i) => `#${i + 1}`))
  await Promise.all(all.filter((_, i) => told[i] === 'BUSY').map((peer) => expect(peer.expectEnd(), 'FIN').toHappen()))
})

test('r3-stays one who was told BUSY and keeps sending holds no socket', { waits: '30s' }, async ({
  lab,
  connect,
  server,
}) => {
  const guests = await Promise.all(times(params.max, () => connect()))
  for (const guest of guests) await guest.line()
  const refused = await connect()
  await expectBusy(refused)
  for (const _ of times(12, () => 0)) {
    await lab.clock.advance('1s')
    await refused.send('x')
  }
  const { sockets } = await server.handles()
  expect(sockets.length, 'sockets of the server').toBe(params.max)
})

test('r4-reset who resets in the instant of arrival leaves no hole', async ({ lab, connect }) => {
  for (const _ of times(30, () => 0)) {
    const guest = await connect()
    await guest.send('WHO\n')
    await guest.reset()
  }
  await lab.clock.advance('50ms')
  const guests = await Promise.all(times(params.max, () => connect()))
  const told = await Promise.all(guests.map((guest) => guest.line()))
  expect(
    told.every((line) => /^#\d+$/.test(line)),
    'all who come then get in',
  ).toBe(true)
})

test('r5-ends drawn ends free a place exactly once', { waits: '20s' }, async ({ lab, connect }) => {
  const draw = seededValues(lab, 'ends')
  for (const round of times(6, (i) => i)) {
    const guests: TcpPeer[] = []
    for (const _ of times(params.max, () => 0)) guests.push(await connect())
    for (const guest of guests) await expect(guest.line(), `a guest of round ${round}`).toMatch(/^#/)
    const refused = await connect()
    await expectBusy(refused)
    await refused[draw.oneOf(['end', 'reset'] as const)]()
    for (const guest of draw.shuffled(guests)) {
      if (draw.boolean()) await guest.send('WH')
      await guest[draw.oneOf(['end', 'reset'] as const)]()
    }
    await lab.clock.advance('30ms')
  }
})

test('r6-writes what the server sends is no sign of life', { waits: `${2 * params.idle}s` }, async ({
  lab,
  server,
}) => {
  const guest = await lab.host('guest1').connect('server', params.port, { receiveBuffer: 4_096, paused: true })
  await lab.clock.advance('1s')
  await guest.send('WHO\n'.repeat(20_000))
  await lab.clock.advance(0.5 * IDLE_MS)
  await guest.resume()
  await lab.clock.advance(0.6 * IDLE_MS + 300)
  const { sockets } = await server.handles()
  expect(sockets.length, 'sockets after the idle time').toBe(0)
})

test('r6-drip a guest that sends half a line now and then stays', { waits: `${3 * params.idle}s` }, async ({
  lab,
  connect,
}) => {
  const guest = await connect()
  await guest.line()
  for (const part of ['W', 'H', 'O']) {
    await lab.clock.advance(0.8 * IDLE_MS)
    await guest.send(part)
  }
  await lab.clock.advance(0.8 * IDLE_MS)
  await expect(guest.ask('\n'), 'the answer').toBe('1')
})

test('r7-all everybody resets at once, refused and not', async ({ lab, server, connect }) => {
  const all = await Promise.all(times(30, (i) => lab.host(HOSTS[i % 3]!).connect('server', params.port)))
  await lab.clock.advance('5ms')
  await Promise.all(all.map((peer) => peer.reset()))
  await lab.clock.advance('50ms')
  const { sockets, timers } = await server.handles()
  expect([sockets.length, timers], 'sockets and timers of the server').toEqual([0, 0])
  await expect((await connect()).line(), 'the next guest').toMatch(/^#/)
})
