import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { sameMac, test } from './setup.ts'

const { group, port } = params
const HERE = '10.0.1.20'

test('h3 leaving is reported too and ends reception', async ({ lab, member, groups, say, igmp }) => {
  const receiver = await groups.join(group, port, HERE)
  await receiver.leave()
  // CHANGE_TO_INCLUDE_MODE of nobody: nobody's packets.
  const left = lab.capture('igmp.record_type == 3', { on: 'member:eth0' })
  expect((await left.next()).igmp?.records).toMatchObject([{ type: 3, group, sources: [] }])
  expect((await member.groups()).filter((row) => row.group === group)).toEqual([])
  await say('sourceA', 'anybody?')
  await lab.clock.advance('50ms')
  expect(await receiver.received()).toEqual([])
  expect(await igmp('eth1').count()).toBe(0)
})

test('h4 a packet goes as far as its TTL says', async ({ lab, groups }) => {
  const sent = lab.capture(`udp.dstport == ${port}`, { on: 'member:eth0' })
  await groups.send(group, port, 'far', { iface: HERE, ttl: params.ttl })
  await groups.send(group, port, 'near', { iface: HERE })
  expect([(await sent.next()).ip?.ttl, (await sent.next()).ip?.ttl]).toEqual([params.ttl, 1])
})

test('h5 only the named interface joins', async ({ lab, member, groups, say, igmp }) => {
  const receiver = await groups.join(group, port, '10.0.2.20')
  expect((await member.groups()).filter((row) => row.group === group)).toMatchObject([{ iface: 'eth1' }])
  expect((await igmp('eth1').next()).igmp?.type).toBe('v3-report')
  expect(await igmp('eth0').count()).toBe(0)
  await say('sourceA', 'by eth0')
  await say('sourceB', 'by eth1')
  await lab.clock.advance('50ms')
  expect(await receiver.received()).toEqual([{ text: 'by eth1', from: '10.0.2.11' }])
})

test('h6 two groups on one port stay apart', async ({ lab, groups, say }) => {
  const [one, other] = [await groups.join(group, port, HERE), await groups.join('239.77.7.7', port, HERE)]
  await say('sourceA', 'for one')
  await say('sourceA', 'for the other', '239.77.7.7')
  await lab.clock.advance('50ms')
  expect((await one.received()).map(({ text }) => text)).toEqual(['for one'])
  expect((await other.received()).map(({ text }) => text)).toEqual(['for the other'])
})

test('h7 a program on the same host receives it only with loopback', async ({ lab, listener, groups }) => {
  const far = await listener.udp(port)
  await far.join(group)
  const here = await groups.join(group, port, HERE)
  await groups.send(group, port, 'for the others', { iface: HERE })
  await groups.send(group, port, 'for us as well', { iface: HERE, loopback: true })
  await lab.clock.advance('50ms')
  expect((await far.received()).map(({ text }) => text)).toEqual(['for the others', 'for us as well'])
  expect((await here.received()).map(({ text }) => text)).toEqual(['for us as well'])
})

test('h8 two groups share an Ethernet address and IP keeps them apart', async ({ lab, groups, say }) => {
  const receiver = await groups.join(group, port, HERE)
  const frames = lab.capture(`udp.dstport == ${port}`, { on: 'member:eth0' })
  await say('sourceA', 'not ours', sameMac)
  await say('sourceA', 'ours')
  await lab.clock.advance('50ms')
  expect(new Set((await frames.all()).map(({ eth }) => eth!.dst)).size).toBe(1)
  expect((await receiver.received()).map(({ text }) => text)).toEqual(['ours'])
})

test('h9 a group nobody can join is refused before anything is sent', async ({ groups, igmp }) => {
  // In 224.0.0.1 is every host, and none can leave; the others are no groups.
  for (const address of ['224.0.0.1', '10.0.1.11', '240.0.0.1'])
    await expect(groups.join(address, port, HERE)).rejects.toMatchObject({ name: 'RangeError' })
  expect(await igmp('eth0').count()).toBe(0)
})

test('h10 IGMP messages are decoded: version 2, version 3, and neither', async ({ groups }) => {
  const withChecksum = (...bytes: number[]) => {
    let sum = 0
    for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!
    sum = (sum & 0xffff) + (sum >>> 16)
    const [high, low] = [(~sum >> 8) & 255, ~sum & 255]
    return Uint8Array.of(bytes[0]!, bytes[1]!, high, low, ...bytes.slice(4))
  }
  const address = [239, 1, 2, 3]
  expect(await groups.decode(withChecksum(0x16, 0, 0, 0, ...address))).toEqual({
    kind: 'report',
    version: 2,
    group: '239.1.2.3',
  })
  expect(await groups.decode(withChecksum(0x17, 0, 0, 0, ...address))).toEqual({ kind: 'leave', group: '239.1.2.3' })
  expect(await groups.decode(withChecksum(0x11, 100, 0, 0, 0, 0, 0, 0))).toEqual({
    kind: 'query',
    version: 2,
    group: '0.0.0.0',
    maxResponseMs: 10_000,
  })
  // 0x9a: (10 + 16) << (1 + 3), in tenths of a second.
  expect(await groups.decode(withChecksum(0x11, 0x9a, 0, 0, ...address, 2, 125, 0, 0))).toEqual({
    kind: 'query',
    version: 3,
    group: '239.1.2.3',
    maxResponseMs: 41_600,
  })
  const records = [
    4,
    0,
    0,
    0,
    ...address,
    1,
    1,
    0,
    2,
    239,
    9,
    9,
    9,
    10,
    0,
    0,
    1,
    10,
    0,
    0,
    2,
    0xaa,
    0xaa,
    0xaa,
    0xaa,
    3,
    0,
    0,
    0,
    239,
    4,
    4,
    4,
  ]
  expect(await groups.decode(withChecksum(0x22, 0, 0, 0, 0, 0, 0, 3, ...records))).toEqual({
    kind: 'report',
    version: 3,
    records: [
      { type: 4, group: '239.1.2.3', sources: [] },
      { type: 1, group: '239.9.9.9', sources: ['10.0.0.1', '10.0.0.2'] },
      { type: 3, group: '239.4.4.4', sources: [] },
    ],
  })
  expect(await groups.decode(withChecksum(0x22, 0, 0, 0, 0, 0, 0, 3, ...records.slice(0, -4)))).toBeNull()
  expect(await groups.decode(Uint8Array.of(0x16, 0, 0, 0, ...address))).toBeNull()
  expect(await groups.decode(Uint8Array.of(0x22, 0))).toBeNull()
})
