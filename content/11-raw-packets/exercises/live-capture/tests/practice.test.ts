import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

const FLAGS = { land: 'SYN', 'christmas-tree': 'FIN PSH URG', 'no-flags': '' }

test('h3 a packet on the loopback interface is seen twice and counts once', async ({ router, sniff }) => {
  const capture = await sniff('lo', { protocol: 'udp' })
  const [here, there] = [await router.udp(), await router.udp(6000)]
  for (const _ of times(10, (i) => i)) await here.send('to myself', ['127.0.0.1', 6000])
  for (const _ of times(10, (i) => i)) await there.receive()
  expect((await capture.report()).packets).toBe(10)
})

test("h4 somebody else's frames count only where they were asked for", async ({ lab, client, sniff }) => {
  const [own, all] = [
    await sniff('eth0', { protocol: 'udp' }),
    await sniff('eth0', { protocol: 'udp', promiscuous: true }),
  ]
  const frames = await client.raw()
  const ip = { src: '10.0.1.10', dst: '10.0.1.77' }
  await frames.send({ eth: { dst: '02:00:00:00:77:77' }, ip, udp: { src: 1, dst: 2 }, payload: 'not for you' })
  await (await client.udp()).send('for you', ['10.0.1.1', 5000])
  await lab.clock.advance('100ms')
  expect([(await own.report()).packets, (await all.report()).packets]).toEqual([1, 2])
})

test('h5 frames that did not fit are counted as dropped, and stay counted', async ({ lab, client, sniff, process }) => {
  const capture = await sniff('eth0', { protocol: 'udp', bufferBytes: 4096 })
  await process.kill('SIGSTOP')
  const socket = await client.udp()
  for (const _ of times(100, (i) => i)) await socket.send('x'.repeat(100), ['10.0.1.1', 5000])
  await lab.clock.advance('100ms')
  await process.kill('SIGCONT')
  const { packets, dropped } = await capture.report()
  expect(dropped).toBeGreaterThan(30)
  expect(packets + dropped).toBe(100)
  expect((await capture.report()).dropped).toBe(dropped)
})

test('h6 the filter runs in the kernel: a flood of other packets leaves room for ours', async ({
  lab,
  client,
  sniff,
  process,
}) => {
  const capture = await sniff('eth0', { protocol: 'icmp', bufferBytes: 4096 })
  await process.kill('SIGSTOP')
  const flood = await client.raw()
  for (const _ of times(60, (i) => i))
    await flood.send({ ip: { dst: '10.0.1.1' }, udp: { src: 1, dst: 5000 }, payload: 'not wanted' })
  await flood.send({ ip: { dst: '10.0.1.1' }, icmp: { type: 0, id: 1, seq: 1 } })
  await lab.clock.advance('100ms')
  await process.kill('SIGCONT')
  const { packets, dropped, talkers } = await capture.report()
  expect(dropped).toBe(0)
  expect(talkers.map(({ address }) => address)).toContain('10.0.1.10')
  expect(packets).toBe(await lab.capture('icmp', { on: 'r1:eth0' }).count())
})

test('h7 a VLAN tag comes beside the frame, not in its bytes', async ({ lab, client, sniff }) => {
  const capture = await sniff('eth0', { promiscuous: true })
  const frames = await client.raw()
  const tagged = Uint8Array.of(params.vlan >> 8, params.vlan & 255, 0x88, 0xb5, ...times(46, () => 0))
  await frames.send({ eth: { dst: '02:00:00:00:77:77', type: 0x8100 }, bytes: tagged })
  await lab.clock.advance('100ms')
  expect((await capture.report()).vlans).toEqual([params.vlan])
})

test('h8 talkers are ranked by bytes on the wire', async ({ lab, client, server, sniff }) => {
  const capture = await sniff('eth0', { protocol: 'udp' })
  const [here, there] = [await client.udp(), await server.udp(6000)]
  await here.send('x'.repeat(50), ['10.0.2.10', 6000])
  await there.receive()
  // Both fill more than what a capture keeps of a frame.
  await there.send('y'.repeat(1200))
  for (const _ of times(3, (i) => i)) await here.send('x'.repeat(300), ['10.0.1.1', 5000])
  await lab.clock.advance('100ms')
  expect((await capture.report()).talkers).toEqual([
    { address: '10.0.2.10', bytes: 1200 + 42 },
    { address: '10.0.1.10', bytes: 50 + 42 + 3 * (300 + 42) },
  ])
})

test('h9 one packet that no honest host sends is found among many', async ({ lab, client, sniff }) => {
  const capture = await sniff('eth0')
  const [source, server] = ['10.0.1.10', '10.0.2.10']
  const crafted = await client.raw()
  const kind = params.anomaly as keyof typeof FLAGS
  await client.connect('server', 9).catch(() => {})
  await crafted.send({
    ip: { src: kind === 'land' ? server : source, dst: server },
    tcp: { src: kind === 'land' ? 80 : 50_000, dst: 80, flags: FLAGS[kind] },
  })
  await (await client.udp()).send('honest', [server, 5000])
  await lab.clock.advance('100ms')
  expect((await capture.report()).anomalies).toEqual([{ kind, from: kind === 'land' ? server : source }])
})
