import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { CLIENT, outcomeOf, pinged, shown, test } from './setup.ts'

/** What a forged reply has in place of the right identifier, sequence number or sender. */
const NOT_OURS = {
  'other-id': { id: 1, seq: 0, src: '10.0.2.10' },
  'other-number': { id: 0, seq: 8, src: '10.0.2.10' },
  'other-host': { id: 0, seq: 0, src: '10.0.1.1' },
}

test.each(NOT_OURS)("h2 somebody else's reply is not ours", async ({ id, seq, src }, { lab, ping, link }) => {
  await link.from('r2').drop('icmp.type == 0')
  const pinging = ping('server', { count: 1, timeoutMs: 500 })
  const arrived = lab.capture('icmp.type == 8', { on: 'server:eth0' })
  const { icmp } = await expect(arrived.next(), 'an echo request of your ping').toHappen()
  const forged = { type: 0, id: icmp!.id! ^ id, seq: icmp!.seq! ^ seq }
  await (await lab.host('r1').raw()).send({ ip: { src, dst: CLIENT }, icmp: forged })
  const { replies, statistics } = await pinging
  expect(replies[0]?.kind, 'what came of a request that got only a forged reply').toBe('timeout')
  expect(statistics, 'your statistics').toMatchObject({ sent: 1, received: 0, lossPercent: 100 })
})

test('h3 an error about our packet is reported at once', async ({ ping, requests }) => {
  const unreachable = await ping('192.0.2.1', { count: 1, timeoutMs: 1000 })
  const [first] = unreachable.replies
  expect(first?.kind, 'what came of a request to an unreachable network').toBe('unreachable')
  expect(first?.ms, 'ms until that was known').toBeAbout('10ms')
  const expired = await ping('server', { count: 1, timeoutMs: 1000, ttl: 2 })
  const [second] = expired.replies
  expect(second?.kind, 'what came of a request with ttl 2').toBe('ttl-exceeded')
  expect(second?.ms, 'ms until the TTL was known to be too small').toBeAbout('50ms')
  const ttls = (await requests.all()).map(({ ip }) => ip!.ttl)
  expect(ttls, 'the TTLs of your two requests').toEqual([64, 2])
  const none = { sent: 1, received: 0, lossPercent: 100, min: null, avg: null, max: null, mdev: null }
  expect(unreachable.statistics, 'your statistics without a reply').toMatchObject(none)
})

test.each({ 'other-id': { id: 1, dst: '' }, 'other-host': { id: 0, dst: '10.0.2.77' } })(
  "h4 an error about somebody else's packet is not ours",
  async ({ id, dst }, { lab, ping, requests }) => {
    const pinging = ping('server', { count: 1, timeoutMs: 500 })
    const { icmp } = await expect(requests.next(), 'an echo request of your ping').toHappen()
    const about = {
      ip: { src: CLIENT, dst: dst || lab.host('server').address() },
      icmp: { type: 8, id: icmp!.id! ^ id, seq: icmp!.seq! },
    }
    await (await lab.host('r1').raw()).send({ ip: { dst: CLIENT }, icmp: { type: 3, code: 1, about } })
    const { replies } = await pinging
    expect(replies[0]?.kind, 'what came of a request while another ping got an error').toBe('reply')
  },
)

test('h5 a duplicate is not a second reply', async ({ ping, link }) => {
  await link.from('r2').rule({ filter: 'icmp.type == 0', action: 'duplicate' })
  const { replies, statistics } = await ping('server', { count: 2, intervalMs: 200 })
  expect(statistics.received, 'received when one of two replies came twice').toBe(2)
  expect(statistics.lossPercent, 'lossPercent when one of two replies came twice').toBe(0)
  const both = ['reply, 1 duplicates', 'reply, 0 duplicates']
  expect(replies.map(shown), 'two replies, the first of which came twice').toEqual(both)
})

test('h6 a reply after the timeout counts as lost', async ({ ping, link }) => {
  await link.from('r2').rule({ filter: 'icmp.type == 0', action: 'delay', by: '600ms' })
  const { replies, statistics } = await ping('server', { count: 2, intervalMs: 1000, timeoutMs: 500 })
  expect(statistics.received, 'received when the first of two replies came too late').toBe(1)
  const late = replies.map(({ kind, late, ms }) => `${kind}, ${late ? 'late' : 'not late'}, ${ms > 0 ? 'ms' : 'no ms'}`)
  const expected = ['timeout, late, no ms', 'reply, not late, ms']
  expect(late, 'two replies, the first of which came too late').toEqual(expected)
  expect(statistics.lossPercent, 'lossPercent when the first of two replies came too late').toBe(50)
})

test('h7 no bytes, an odd number of bytes, and as many as fit', async ({ ping, requests }) => {
  const sizes = { 'no bytes': 0, 'an odd number of bytes': params.odd, 'as many bytes as fit': 1472 }
  for (const [name, size] of Object.entries(sizes)) {
    const { replies } = await ping('server', { count: 1, size, df: true, timeoutMs: 500 })
    const request = await expect(requests.next(), `a request with ${name}`).toHappen()
    expect(request.icmp?.checksumOk, `the checksum of a request with ${name} is right`).toBe(true)
    const about = `the length of the data in a request with ${name}`
    expect(request.payload.length, { about, unit: 'bytes' }).toBe(size)
    expect(request.ip?.df, `a request with df and ${name} has the flag DF`).toBe(true)
    expect(replies[0]?.kind, `what came of a request with ${name}`).toBe('reply')
  }
})

test('h8 what does not fit needs two fragments, or is refused', async ({ lab, client, ping, requests }) => {
  const { replies } = await ping('server', { count: 1, size: 1474, timeoutMs: 500 })
  expect(replies[0]?.kind, 'what came of a request that needs two fragments').toBe('reply')
  const fragments = lab.capture(`ip.flags.mf == 1 && ip.src == ${CLIENT}`, { on: 'client:eth0' })
  expect(await fragments.count(), 'the number of first fragments').toBe(1)
  const before = await requests.count()
  const refused = outcomeOf(client.ping('server', { count: 1, size: 1474, df: true }))
  await expect(refused, 'what a request with df that does not fit came to').toBe('an error with code EMSGSIZE')
  expect((await requests.count()) - before, 'the number of requests with df that left').toBe(0)
})

test('h9 the statistics are those of the replies', async ({ ping, link, requests }) => {
  await link.from('r2').rule({ filter: 'icmp.type == 0', nth: 2, action: 'delay', by: '90ms' })
  await link.from('r2').rule({ filter: 'icmp.type == 0', nth: 3, action: 'drop' })
  const { replies, statistics } = await ping('server', { count: 4, intervalMs: 200, timeoutMs: 500 })
  const sizes = (await requests.all()).map(({ payload }) => payload.length)
  expect(sizes, 'the bytes of data in requests without size').toEqual([56, 56, 56, 56])
  const kinds = ['reply', 'reply', 'timeout', 'reply']
  expect(
    replies.map(({ kind }) => kind),
    'what came of four requests',
  ).toEqual(kinds)
  const times = replies.filter(({ kind }) => kind === 'reply').map(({ ms }) => ms)
  const avg = times.reduce((sum, ms) => sum + ms, 0) / times.length
  const mdev = Math.sqrt(times.reduce((sum, ms) => sum + (ms - avg) ** 2, 0) / times.length)
  expect(statistics.received, 'received when one of four was lost').toBe(3)
  expect(statistics.lossPercent, 'lossPercent when one of four was lost').toBe(25)
  // On both sides the same rounding of the same doubles: a microsecond is room enough.
  const rounded = (ms: number | null) => (ms === null ? null : Math.round(ms * 1000) / 1000)
  expect(rounded(statistics.min), { about: 'min', unit: 'ms' }).toBe(rounded(Math.min(...times)))
  expect(rounded(statistics.max), { about: 'max', unit: 'ms' }).toBe(rounded(Math.max(...times)))
  expect(statistics.avg, { about: 'avg', unit: 'ms' }).toBeCloseTo(avg, 3)
  expect(statistics.mdev, { about: 'mdev', unit: 'ms' }).toBeCloseTo(mdev, 3)
})

test('h10 a broadcast address has to be allowed', async ({ client, ping, requests }) => {
  const refused = outcomeOf(client.ping('10.0.1.255', { count: 1 }))
  await expect(refused, 'what a ping of a broadcast address came to').toBe('an error with code EACCES')
  expect(await requests.count(), 'the number of requests before it was allowed').toBe(0)
  // Linux answers no broadcast (icmp_echo_ignore_broadcasts), so the request is what counts.
  await ping('10.0.1.255', { count: 1, timeoutMs: 100, broadcast: true })
  const to = (await requests.all()).map((request) => request.eth!.dst)
  expect(to, 'the Ethernet address of a request with broadcast').toEqual(['ff:ff:ff:ff:ff:ff'])
})

test('h11 pings on one host do not mix up their replies', async ({ client, load, requests }) => {
  const pingers = [client, client, await load()]
  const options = { count: 2, intervalMs: 100, timeoutMs: 500 }
  const results = await Promise.all(pingers.map((one) => pinged(one, 'server', options)))
  const ids = new Set((await requests.all()).map((request) => request.icmp!.id))
  expect(ids.size, 'the number of identifiers of three pings at once').toBe(3)
  const all = results.flatMap(({ replies }) => replies.map(shown))
  expect(all, 'what came of six requests').toEqual(all.map(() => 'reply, 0 duplicates'))
})

test('h12 a reply whose IPv4 header has options is a reply', async ({ lab, ping, server, link }) => {
  await link.from('r2').drop('icmp.type == 0')
  const pinging = ping('server', { count: 1, timeoutMs: 500, size: params.size })
  const arrived = lab.capture('icmp.type == 8', { on: 'server:eth0' })
  const { icmp, payload } = await expect(arrived.next(), 'an echo request of your ping').toHappen()
  const options = Uint8Array.of(1, 1, 1, 0)
  const reply = { type: 0, id: icmp!.id!, seq: icmp!.seq! }
  await (await server.raw()).send({ ip: { dst: CLIENT, options }, icmp: reply, payload })
  const { replies } = await pinging
  expect(replies[0]?.kind, 'what came of a request whose reply had IPv4 options').toBe('reply')
})

test('h13 our own address answers too, and our own request is not an answer', async ({ ping }) => {
  const { replies, statistics } = await ping(CLIENT, { count: 2, intervalMs: 50, timeoutMs: 300 })
  const both = ['reply, 0 duplicates', 'reply, 0 duplicates']
  expect(replies.map(shown), "what came of two requests to this host's own address").toEqual(both)
  expect(statistics, 'your statistics').toMatchObject({ sent: 2, received: 2 })
})

test('h14 requests leave on time, answered or not', async ({ ping, link, requests }) => {
  await link.from('r2').drop('icmp.type == 0', { count: 3 })
  await ping('server', { count: 3, intervalMs: 150, timeoutMs: 600 })
  const times = (await requests.all()).map(({ at }) => at)
  expect(times.length, 'the number of requests').toBe(3)
  for (const n of [1, 2]) {
    const wait = `the time from request ${n} to request ${n + 1}`
    expect(times[n]! - times[n - 1]!, wait).toBeBetween('140ms', '160ms')
  }
})

test('h15 routers may fragment a request without df', async ({ ping, requests }) => {
  await ping('server', { count: 1, size: params.size, timeoutMs: 500 })
  const request = await expect(requests.next(), 'an echo request of your ping').toHappen()
  expect(request.ip?.df === false, 'a request without df lacks the flag DF').toBe(true)
})
