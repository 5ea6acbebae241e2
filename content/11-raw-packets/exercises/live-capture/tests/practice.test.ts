import { expect, times } from 'ackademy/lab'
import { params } from './params.ts'
import { anomaliesOf, reportOf, talkersOf, test } from './setup.ts'

const [CLIENT, SERVER] = ['10.0.1.10', '10.0.2.10']
const FLAGS = { land: 'SYN', 'christmas-tree': 'FIN PSH URG', 'no-flags': '' }

test('h3 a packet on the loopback interface is seen twice and counts once', async ({ router, sniff }) => {
  const capture = await sniff('lo', { protocol: 'udp' })
  const [here, there] = [await router.udp(), await router.udp(6000)]
  for (const _ of times(10, (i) => i)) await here.send('to myself', ['127.0.0.1', 6000])
  for (const _ of times(10, (i) => i)) await there.receive()
  expect((await reportOf(capture)).packets, 'packets after ten datagrams on the loopback interface').toBe(10)
})

test("h4 somebody else's frames count only where they were asked for", async ({ client, sniff, arrive }) => {
  const own = await sniff('eth0', { protocol: 'udp' })
  const all = await sniff('eth0', { protocol: 'udp', promiscuous: true })
  const frames = await client.raw()
  const ip = { src: CLIENT, dst: '10.0.1.77' }
  await frames.send({ eth: { dst: '02:00:00:00:77:77' }, ip, udp: { src: 1, dst: 2 }, payload: 'not for you' })
  await (await client.udp()).send('for you', ['10.0.1.1', 5000])
  await arrive()
  const [without, promiscuous] = [await reportOf(own), await reportOf(all)]
  expect(without.packets, 'packets without promiscuous').toBe(1)
  expect(promiscuous.packets, 'packets with promiscuous').toBe(2)
})

test('h5 frames that did not fit are counted as dropped, and stay counted', async ({
  client,
  sniff,
  process,
  arrive,
}) => {
  const capture = await sniff('eth0', { protocol: 'udp', bufferBytes: 4096 })
  const flood = async () => {
    await process.kill('SIGSTOP')
    const socket = await client.udp()
    for (const _ of times(100, (i) => i)) await socket.send('x'.repeat(100), ['10.0.1.1', 5000])
    await arrive()
    await process.kill('SIGCONT')
    return reportOf(capture)
  }
  const { packets, dropped } = await flood()
  expect(dropped, 'dropped after a flood of 100 frames').toBeGreaterThan(30)
  expect(packets + dropped, 'packets and dropped together').toBe(100)
  expect((await reportOf(capture)).dropped, 'dropped in a second report').toBe(dropped)
  expect((await flood()).dropped, 'dropped after a second flood').toBeGreaterThan(dropped + 30)
})

test('h6 the filter runs in the kernel: a flood of other packets leaves room for ours', async ({
  lab,
  client,
  sniff,
  process,
  arrive,
}) => {
  const capture = await sniff('eth0', { protocol: 'icmp', bufferBytes: 4096 })
  await process.kill('SIGSTOP')
  const flood = await client.raw()
  for (const _ of times(60, (i) => i))
    await flood.send({ ip: { dst: '10.0.1.1' }, udp: { src: 1, dst: 5000 }, payload: 'not wanted' })
  await flood.send({ ip: { dst: '10.0.1.1' }, icmp: { type: 0, id: 1, seq: 1 } })
  await arrive()
  await process.kill('SIGCONT')
  const { packets, dropped } = await reportOf(capture)
  expect(dropped, 'dropped in a capture of ICMP during a flood of UDP').toBe(0)
  const crossed = await lab.capture('icmp', { on: 'r1:eth0' }).count()
  expect(packets, 'packets in a capture of ICMP during a flood of UDP').toBe(crossed)
})

test('h7 a VLAN tag comes beside the frame, not in its bytes', async ({ client, sniff, arrive }) => {
  const capture = await sniff('eth0', { promiscuous: true })
  const frames = await client.raw()
  const tagged = Uint8Array.of(params.vlan >> 8, params.vlan & 255, 0x88, 0xb5, ...times(46, () => 0))
  await frames.send({ eth: { dst: '02:00:00:00:77:77', type: 0x8100 }, bytes: tagged })
  await arrive()
  expect((await reportOf(capture)).vlans, 'vlans after a frame with a tag').toEqual([params.vlan])
})

test('h8 talkers are ranked by bytes on the wire', async ({ client, server, sniff, arrive }) => {
  const capture = await sniff('eth0', { protocol: 'udp' })
  const [here, there] = [await client.udp(), await server.udp(6000)]
  await here.send('x'.repeat(50), [SERVER, 6000])
  await there.receive()
  // Both fill more than what a capture keeps of a frame.
  await there.send('y'.repeat(1200))
  for (const _ of times(3, (i) => i)) await here.send('x'.repeat(300), ['10.0.1.1', 5000])
  await arrive()
  const report = await reportOf(capture)
  const [theirs, ours] = [1200 + 42, 50 + 42 + 3 * (300 + 42)]
  expect(report.bytes, { about: 'bytes of five long frames', unit: 'bytes' }).toBe(theirs + ours)
  const ranked = [`${SERVER}: ${theirs} bytes`, `${CLIENT}: ${ours} bytes`]
  expect(talkersOf(report), 'talkers, most bytes first').toEqual(ranked)
})

test('h9 one packet that no honest host sends is found among many', async ({ client, sniff, arrive }) => {
  const capture = await sniff('eth0', {})
  const crafted = await client.raw()
  const kind = params.anomaly as keyof typeof FLAGS
  await client.connect('server', 9).catch(() => {})
  await crafted.send({
    ip: { src: kind === 'land' ? SERVER : CLIENT, dst: SERVER },
    tcp: { src: kind === 'land' ? 80 : 50_000, dst: 80, flags: FLAGS[kind] },
  })
  await (await client.udp()).send('honest', [SERVER, 5000])
  await arrive()
  const found = [`${kind} from ${kind === 'land' ? SERVER : CLIENT}`]
  expect(anomaliesOf(await reportOf(capture)), 'anomalies after one dishonest packet').toEqual(found)
})

test('h10 a SYN-ACK opens no connection', async ({ client, server, sniff, arrive }) => {
  const capture = await sniff('eth0', { protocol: 'tcp' })
  await server.listen(80)
  await client.connect('server', 80)
  await arrive()
  expect((await reportOf(capture)).syns, 'syns after one connection').toBe(1)
})

test('h11 what only resembles an anomaly is none', async ({ client, sniff, arrive }) => {
  const capture = await sniff('eth0', { protocol: 'tcp' })
  const crafted = await client.raw()
  const send = (src: string, port: number, flags: string) =>
    crafted.send({ ip: { src, dst: SERVER }, tcp: { src: port, dst: 80, flags } })
  await send(CLIENT, 50_000, 'FIN PSH ACK URG')
  await send(SERVER, 50_000, 'SYN')
  await send(SERVER, 80, 'RST ACK')
  await arrive()
  const about = 'anomalies after a tree with ACK, a SYN to its own address and a RST to its own address and port'
  expect(anomaliesOf(await reportOf(capture)), about).toEqual([])
})
