import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test("h2 somebody else's reply is not ours", async ({ lab, client, server, link }) => {
  await link.from('r2').drop('icmp.type == 0')
  const result = client.ping('server', { count: 1, timeoutMs: 500 })
  const { icmp } = await lab.capture('icmp.type == 8', { on: 'server:eth0' }).next()
  const forged = { type: 0, id: icmp!.id! ^ 1, seq: icmp!.seq! }
  await (await server.raw()).send({ ip: { dst: lab.host('client').address() }, icmp: forged })
  expect((await result).statistics).toMatchObject({ sent: 1, received: 0, lossPercent: 100 })
})

test('h3 an error about our packet is reported at once', async ({ client, requests }) => {
  const unreachable = await client.ping('192.0.2.1', { count: 1, timeoutMs: 1000 })
  expect(unreachable.replies[0]).toMatchObject({ kind: 'unreachable', late: false })
  expect(unreachable.replies[0]!.ms).toBeAbout('10ms')
  const expired = await client.ping('server', { count: 1, timeoutMs: 1000, ttl: 2 })
  expect(expired.replies[0]).toMatchObject({ kind: 'ttl-exceeded', late: false })
  expect(expired.replies[0]!.ms).toBeAbout('50ms')
  // What an error quotes is found by the filter as well.
  const sent = (await requests.all()).filter(({ icmp }) => icmp!.type === 8)
  expect(sent.map(({ ip }) => ip!.ttl)).toEqual([64, 2])
  expect(unreachable.statistics).toMatchObject({ sent: 1, received: 0, lossPercent: 100, avg: null })
})

test("h4 an error about somebody else's packet is not ours", async ({ lab, client, requests }) => {
  const result = client.ping('server', { count: 1, timeoutMs: 500 })
  const { icmp } = await requests.next()
  const source = lab.host('client').address()
  const about = {
    ip: { src: source, dst: lab.host('server').address() },
    icmp: { type: 8, id: icmp!.id! ^ 1, seq: icmp!.seq! },
  }
  await (await lab.host('r1').raw()).send({ ip: { dst: source }, icmp: { type: 3, code: 1, about } })
  expect((await result).replies[0]).toMatchObject({ kind: 'reply' })
})

test('h5 a duplicate is not a second reply', async ({ client, link }) => {
  await link.from('r2').rule({ filter: 'icmp.type == 0', action: 'duplicate' })
  const { replies, statistics } = await client.ping('server', { count: 2, intervalMs: 200 })
  expect(statistics).toMatchObject({ sent: 2, received: 2, lossPercent: 0 })
  expect(replies[0]).toMatchObject({ kind: 'reply', duplicates: 1 })
  expect(replies[1]).toMatchObject({ kind: 'reply', duplicates: 0 })
})

test('h6 a reply after the timeout counts as lost', async ({ client, link }) => {
  await link.from('r2').rule({ filter: 'icmp.type == 0', action: 'delay', by: '600ms' })
  const { replies, statistics } = await client.ping('server', { count: 2, intervalMs: 1000, timeoutMs: 500 })
  expect(statistics).toMatchObject({ sent: 2, received: 1, lossPercent: 50 })
  expect(replies[0]).toMatchObject({ kind: 'timeout', late: true })
})

test('h7 no bytes, an odd number of bytes, and as many as fit', async ({ client, requests }) => {
  for (const size of [0, params.odd, 1472]) {
    const { statistics } = await client.ping('server', { count: 1, size, df: true, timeoutMs: 500 })
    expect(statistics).toMatchObject({ received: 1 })
  }
  const sent = await requests.all()
  expect(sent.map((request) => request.ip!.df)).toEqual([true, true, true])
  expect(sent.map((request) => request.icmp!.checksumOk)).toEqual([true, true, true])
})

test('h8 one byte more needs two fragments, or is refused', async ({ lab, client, requests }) => {
  const { statistics } = await client.ping('server', { count: 1, size: 1473, timeoutMs: 500 })
  expect(statistics).toMatchObject({ received: 1 })
  expect(await lab.capture('ip.flags.mf == 1 && ip.src == 10.0.1.10', { on: 'client:eth0' }).count()).toBeGreaterThan(0)
  const before = await requests.count()
  await expect(client.ping('server', { count: 1, size: 1473, df: true })).rejects.toMatchObject({ code: 'EMSGSIZE' })
  expect(await requests.count()).toBe(before)
})

test('h9 the statistics are those of the replies', async ({ client, link }) => {
  await link.from('r2').rule({ filter: 'icmp.type == 0', nth: 2, action: 'delay', by: '90ms' })
  await link.from('r2').rule({ filter: 'icmp.type == 0', nth: 3, action: 'drop' })
  const { replies, statistics } = await client.ping('server', { count: 4, intervalMs: 200, timeoutMs: 500 })
  const times = replies.filter(({ kind }) => kind === 'reply').map(({ ms }) => ms)
  const avg = times.reduce((sum, ms) => sum + ms, 0) / times.length
  const mdev = Math.sqrt(times.reduce((sum, ms) => sum + (ms - avg) ** 2, 0) / times.length)
  expect(statistics).toMatchObject({ sent: 4, received: 3, lossPercent: 25 })
  expect(statistics.min).toBeCloseTo(Math.min(...times), 3)
  expect(statistics.max).toBeCloseTo(Math.max(...times), 3)
  expect(statistics.avg).toBeCloseTo(avg, 3)
  expect(statistics.mdev).toBeCloseTo(mdev, 3)
})

test('h10 a broadcast address has to be allowed', async ({ client, requests }) => {
  await expect(client.ping('10.0.1.255', { count: 1 })).rejects.toMatchObject({ code: 'EACCES' })
  expect(await requests.count()).toBe(0)
  // Linux answers no broadcast (icmp_echo_ignore_broadcasts), so the request is what counts.
  await client.ping('10.0.1.255', { count: 1, timeoutMs: 100, broadcast: true })
  expect((await requests.all()).map((request) => request.eth!.dst)).toEqual(['ff:ff:ff:ff:ff:ff'])
})

test('h11 two pings on one host do not mix up their replies', async ({ client, load, requests }) => {
  const second = await load()
  const results = [client, second].map((one) => one.ping('server', { count: 2, intervalMs: 100, timeoutMs: 500 }))
  for (const { replies, statistics } of await Promise.all(results)) {
    expect(statistics).toMatchObject({ sent: 2, received: 2 })
    expect(replies.map(({ duplicates }) => duplicates)).toEqual([0, 0])
  }
  expect(new Set((await requests.all()).map((request) => request.icmp!.id)).size).toBe(2)
})

test('h12 a reply whose IPv4 header has options is a reply', async ({ lab, client, server, link }) => {
  await link.from('r2').drop('icmp.type == 0')
  const result = client.ping('server', { count: 1, timeoutMs: 500, size: params.size })
  const { icmp, payload } = await lab.capture('icmp.type == 8', { on: 'server:eth0' }).next()
  const options = Uint8Array.of(1, 1, 1, 0)
  const reply = { type: 0, id: icmp!.id!, seq: icmp!.seq! }
  await (await server.raw()).send({ ip: { dst: lab.host('client').address(), options }, icmp: reply, payload })
  expect((await result).statistics).toMatchObject({ sent: 1, received: 1 })
})

test('h13 our own address answers too, and our own request is not an answer', async ({ client }) => {
  const { replies, statistics } = await client.ping('10.0.1.10', { count: 2, intervalMs: 50, timeoutMs: 300 })
  expect(statistics).toMatchObject({ sent: 2, received: 2 })
  expect(replies.map(({ kind, duplicates }) => [kind, duplicates])).toEqual([
    ['reply', 0],
    ['reply', 0],
  ])
})
