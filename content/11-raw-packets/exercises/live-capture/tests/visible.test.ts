import { expect, times } from 'ackademy/lab'
import { test } from './setup.ts'

test('v1 a burst of a hundred connection attempts counts as a hundred SYNs', async ({ lab, client, sniff }) => {
  const capture = await sniff('eth0', { protocol: 'tcp' })
  const burst = await client.raw()
  for (const port of times(100, (i) => 2000 + i))
    await burst.send({ ip: { dst: lab.host('server').address() }, tcp: { src: 40_000, dst: port, flags: 'SYN' } })
  // Each is answered with a RST, which passes the router too.
  await lab.clock.advance('100ms')
  const { syns, packets } = await capture.report()
  expect(syns).toBe(100)
  expect(packets).toBe(await lab.capture('tcp && tcp.port == 40000', { on: 'r1:eth0' }).count())
})

test('v2 only the requested protocol is counted', async ({ lab, client, sniff }) => {
  const capture = await sniff('eth0', { protocol: 'udp' })
  const socket = await client.udp()
  for (const text of ['one', 'two', 'three']) await socket.send(text, ['10.0.1.1', 5000])
  await client.connect('server', 9).catch(() => {})
  await lab.clock.advance('100ms')
  const { packets, bytes } = await capture.report()
  expect(packets).toBe(3)
  // Ethernet 14, IPv4 20, UDP 8.
  expect(bytes).toBe(3 * 42 + 11)
})
