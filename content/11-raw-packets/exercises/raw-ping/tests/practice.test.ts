import { expect } from 'ackademy/lab'
import { test } from './setup.ts'

test("h2 somebody else's reply is not ours", async ({ lab, client, server, link }) => {
  await link.from('r2').drop('icmp.type == 0')
  const result = client.ping('server', { count: 1, timeoutMs: 500 })
  const { icmp } = await lab.capture('icmp.type == 8', { on: 'server:eth0' }).next()
  const forged = { type: 0, id: icmp!.id! ^ 1, seq: icmp!.seq! }
  await (await server.raw()).send({ ip: { dst: lab.host('client').address() }, icmp: forged })
  expect((await result).statistics).toMatchObject({ sent: 1, received: 0, lossPercent: 100 })
})

test('h4 a duplicate is not a second reply', async ({ client, link }) => {
  await link.from('r2').rule({ filter: 'icmp.type == 0', action: 'duplicate' })
  const { replies, statistics } = await client.ping('server', { count: 2, intervalMs: 200 })
  expect(statistics).toMatchObject({ sent: 2, received: 2, lossPercent: 0 })
  expect(replies[0]).toMatchObject({ kind: 'reply', duplicates: 1 })
  expect(replies[1]).toMatchObject({ kind: 'reply', duplicates: 0 })
})

test('h5 a reply after the timeout is a loss', async ({ client, link }) => {
  await link.from('r2').rule({ filter: 'icmp.type == 0', action: 'delay', by: '600ms' })
  const { replies, statistics } = await client.ping('server', { count: 2, intervalMs: 1000, timeoutMs: 500 })
  expect(statistics).toMatchObject({ sent: 2, received: 1, lossPercent: 50 })
  expect(replies[0]).toMatchObject({ kind: 'timeout', late: true })
})
