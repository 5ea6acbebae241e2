import { expect, times } from 'ackademy/lab'
import { reportOf, test } from './setup.ts'

test('v1 a burst of a hundred connection attempts counts as a hundred SYNs', async ({ lab, client, sniff, arrive }) => {
  const capture = await sniff('eth0', { protocol: 'tcp' })
  const burst = await client.raw()
  for (const port of times(100, (i) => 2000 + i))
    await burst.send({ ip: { dst: lab.host('server').address() }, tcp: { src: 40_000, dst: port, flags: 'SYN' } })
  // Each is answered with a RST, which passes the router too.
  await arrive()
  const { syns, packets } = await reportOf(capture)
  const crossed = await lab.capture('tcp && tcp.port == 40000', { on: 'r1:eth0' }).count()
  expect(packets, 'packets after a hundred SYNs and their RSTs').toBe(crossed)
  expect(syns, 'syns after a hundred SYNs').toBe(100)
})

test('v2 only the requested protocol is counted', async ({ client, sniff, arrive }) => {
  const capture = await sniff('eth0', { protocol: 'udp' })
  const socket = await client.udp()
  for (const text of ['one', 'two', 'three']) await socket.send(text, ['10.0.1.1', 5000])
  await client.connect('server', 9).catch(() => {})
  await arrive()
  const { packets, bytes } = await reportOf(capture)
  expect(packets, 'packets after three UDP datagrams and a TCP connection').toBe(3)
  // Ethernet 14, IPv4 20, UDP 8.
  expect(bytes, { about: 'bytes of three UDP datagrams', unit: 'bytes' }).toBe(3 * 42 + 11)
})
