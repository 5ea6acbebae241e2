import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { ANOTHER_GROUP, ETH0, ETH1, heardBy, outcomeOf, sameMac, test } from './setup.ts'

const { group, port } = params

test('h3 leaving is reported too and ends reception', async ({ lab, member, join, say, igmp, arrive }) => {
  const receiver = await join('join on eth0')
  await say('sourceA', 'before')
  await arrive()
  await expect(receiver.leave(), 'leave').toHappen()
  // CHANGE_TO_INCLUDE_MODE with no sources: packets from no source.
  const left = lab.capture('igmp.record_type == 3', { on: 'member:eth0' })
  const report = await expect(left.next(), 'the report that your host has left the group').toHappen()
  const records = [{ type: 3, group, sources: [] }]
  expect(report.igmp?.records, 'what that report says').toMatchObject(records)
  const still = (await member.groups()).filter((row) => row.group === group).map(({ iface }) => iface)
  expect(still, 'the interfaces that are in the group after leave').toEqual([])
  await say('sourceA', 'anybody?')
  await arrive()
  expect(await heardBy(receiver), 'what your receiver got until it left').toEqual(['before from 10.0.1.11'])
  expect(await igmp('eth1').count(), 'the number of IGMP messages on eth1').toBe(0)
})

test('h4 a packet goes as far as its TTL says', async ({ lab, groups }) => {
  const sent = lab.capture(`udp.dstport == ${port}`, { on: 'member:eth0' })
  const ttlOf = async (what: string, options: { ttl?: number }) => {
    await expect(groups.send(group, port, 'hello', { iface: ETH0, ...options }), 'send').toHappen()
    return (await expect(sent.next(), what).toHappen()).ip?.ttl
  }
  const far = await ttlOf('a datagram sent with a ttl', { ttl: params.ttl })
  expect(far, 'the TTL of a datagram sent with a ttl').toBe(params.ttl)
  expect(await ttlOf('a datagram sent without a ttl', {}), 'the TTL of a datagram sent without a ttl').toBe(1)
})

test('h5 only the named interface joins', async ({ member, join, say, igmp, arrive }) => {
  const receiver = await join('join on eth1', group, ETH1)
  const joined = (await member.groups()).filter((row) => row.group === group).map(({ iface }) => iface)
  expect(joined, 'the interfaces that are in the group after join on eth1').toEqual(['eth1'])
  const report = await expect(igmp('eth1').next(), 'an IGMP report of your host on eth1').toHappen()
  expect(report.igmp?.type, 'the kind of that report').toBe('v3-report')
  expect(await igmp('eth0').count(), 'the number of IGMP messages on eth0').toBe(0)
  await say('sourceA', 'by eth0')
  await say('sourceB', 'by eth1')
  await arrive()
  expect(await heardBy(receiver), 'what your receiver got').toEqual(['by eth1 from 10.0.2.11'])
})

test('h6 two groups on one port stay apart', async ({ member, join, say, arrive }) => {
  const receiver = await join('join on eth0')
  // Any member of a group on this host makes its kernel accept that group's packets.
  const other = await member.udp()
  await other.join(ANOTHER_GROUP, { iface: 'eth0' })
  await say('sourceA', 'for another program', ANOTHER_GROUP)
  await say('sourceA', 'for this one')
  await arrive()
  const what = 'what your receiver got while another program was in another group'
  expect(await heardBy(receiver), what).toEqual(['for this one from 10.0.1.11'])
  const second = await join('a second join, of another group', ANOTHER_GROUP)
  await say('sourceA', 'for the second', ANOTHER_GROUP)
  await arrive()
  expect(await heardBy(second), 'what your second receiver got').toEqual(['for the second from 10.0.1.11'])
  expect(await heardBy(receiver), 'what your first receiver got').toEqual(['for this one from 10.0.1.11'])
})

test('h7 a program on the same host receives it only with loopback', async ({ listener, groups, join, arrive }) => {
  const far = await listener.udp(port)
  await far.join(group)
  const here = await join('join on eth0')
  await expect(groups.send(group, port, 'for others', { iface: ETH0 }), 'send').toHappen()
  await expect(groups.send(group, port, 'for us too', { iface: ETH0, loopback: true }), 'send').toHappen()
  await arrive()
  const heard = (await far.received()).map(({ text }) => text)
  expect(heard, 'what another host got').toEqual(['for others', 'for us too'])
  expect(await heardBy(here), 'what a receiver on the sending host got').toEqual([`for us too from ${ETH0}`])
})

test('h8 two groups share an Ethernet address and IP keeps them apart', async ({ lab, join, say, arrive }) => {
  const receiver = await join('join on eth0')
  const frames = lab.capture(`udp.dstport == ${port}`, { on: 'member:eth0' })
  await say('sourceA', 'not ours', sameMac)
  await say('sourceA', 'ours')
  await arrive()
  const addresses = new Set((await frames.all()).map(({ eth }) => eth!.dst))
  expect(addresses.size, 'the number of Ethernet addresses of the two groups').toBe(1)
  expect(await heardBy(receiver), 'what your receiver got').toEqual(['ours from 10.0.1.11'])
})

test('h9 a group nobody can join is refused before anything is sent', async ({ groups, igmp }) => {
  // Every host is in 224.0.0.1, and none can leave; the others are no groups.
  for (const address of ['224.0.0.1', '10.0.1.11', '240.0.0.1', '239.1.2', '239.256.1.1', '239.1.2.3.4', ''])
    await expect(outcomeOf(groups.join(address, port, ETH0)), `what join of '${address}' came to`).toBe('RangeError')
  expect(await igmp('eth0').count(), 'the number of IGMP messages on eth0').toBe(0)
})

/** An IGMP message with its checksum filled in. */
function withChecksum(...bytes: number[]): Uint8Array {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!
  sum = (sum & 0xffff) + (sum >>> 16)
  const [high, low] = [(~sum >> 8) & 255, ~sum & 255]
  return Uint8Array.of(bytes[0]!, bytes[1]!, high, low, ...bytes.slice(4))
}

const ADDRESS = [239, 1, 2, 3]
const QUERY_3 = [0x11, 0x9a, 0, 0, ...ADDRESS, 2, 125, 0, 1, 10, 0, 0, 9]
const RECORDS = [
  ...[4, 0, 0, 0, ...ADDRESS],
  ...[1, 0, 0, 2, 239, 9, 9, 9, 10, 0, 0, 1, 10, 0, 0, 2],
  ...[3, 0, 0, 0, 239, 4, 4, 4],
]
const report3 = (count: number, records: readonly number[]) => withChecksum(0x22, 0, 0, 0, 0, 0, 0, count, ...records)

test('h10 IGMP messages are decoded', async ({ groups }) => {
  const group = '239.1.2.3'
  const report = groups.decode(withChecksum(0x16, 0, 0, 0, ...ADDRESS))
  await expect(report, 'a decoded version 2 report').toEqual({ kind: 'report', version: 2, group })
  await expect(groups.decode(withChecksum(0x17, 0, 0, 0, ...ADDRESS)), 'a decoded leave').toEqual({
    kind: 'leave',
    group,
  })
  const query = { kind: 'query', version: 2, group: '0.0.0.0', maxResponseMs: 10_000 }
  await expect(groups.decode(withChecksum(0x11, 100, 0, 0, 0, 0, 0, 0)), 'a decoded version 2 query').toEqual(query)
  const slow = { ...query, maxResponseMs: 15_400 }
  const slowQuery = groups.decode(withChecksum(0x11, 0x9a, 0, 0, 0, 0, 0, 0))
  await expect(slowQuery, 'a decoded version 2 query with response code 0x9a').toEqual(slow)
  // 0x9a: (10 + 16) << (1 + 3), in tenths of a second.
  const query3 = { kind: 'query', version: 3, group, maxResponseMs: 41_600 }
  const coded = groups.decode(withChecksum(...QUERY_3))
  await expect(coded, 'a decoded version 3 query with response code 0x9a').toEqual(query3)
  const records = [
    { type: 4, group, sources: [] },
    { type: 1, group: '239.9.9.9', sources: ['10.0.0.1', '10.0.0.2'] },
    { type: 3, group: '239.4.4.4', sources: [] },
  ]
  const report3s = { kind: 'report', version: 3, records }
  await expect(groups.decode(report3(3, RECORDS)), 'a decoded version 3 report').toEqual(report3s)
})

test('h11 auxiliary data of a record is skipped', async ({ groups }) => {
  // The auxiliary data looks like a record of its own.
  const auxiliary = [1, 0, 0, 0, 239, 66, 6, 6]
  const bytes = [1, 2, 0, 1, 239, 9, 9, 9, 10, 0, 0, 1, ...auxiliary, 3, 0, 0, 0, 239, 4, 4, 4]
  const records = [
    { type: 1, group: '239.9.9.9', sources: ['10.0.0.1'] },
    { type: 3, group: '239.4.4.4', sources: [] },
  ]
  const decoded = groups.decode(report3(2, bytes))
  await expect(decoded, 'a decoded report with auxiliary data').toEqual({ kind: 'report', version: 3, records })
})

test('h12 what is cut short or has a wrong checksum is no message', async ({ groups }) => {
  const decode = (bytes: Uint8Array) =>
    groups.decode(bytes).then(
      (message) => message,
      (error: Error) => `threw ${error.name}`,
    )
  const wrong = Uint8Array.of(0x16, 0, 0, 0, ...ADDRESS)
  expect(await decode(wrong), 'a decoded report with a wrong checksum').toBeNull()
  // Zeros add nothing: where these are cut, the sum is still right.
  const empty = withChecksum(0x22, 0, 0, 0, 0, 0, 0, 0)
  for (const length of [0, 2, 4, 6])
    expect(await decode(empty.subarray(0, length)), `a decoded report cut after ${length} bytes`).toBeNull()
  expect(await decode(report3(3, RECORDS.slice(0, -4))), 'a decoded report whose last record is cut short').toBeNull()
  const sources = [1, 0, 0, 2, 239, 9, 9, 9, 10, 0, 0, 1]
  expect(await decode(report3(1, sources)), 'a decoded report with one of its two sources').toBeNull()
  const auxiliary = [1, 2, 0, 0, 239, 9, 9, 9, 1, 1, 1, 1]
  expect(await decode(report3(1, auxiliary)), 'a decoded report with half of its auxiliary data').toBeNull()
  expect(await decode(withChecksum(...QUERY_3.slice(0, 10))), 'a decoded query of 10 bytes').toBeNull()
  expect(await decode(withChecksum(...QUERY_3.slice(0, 12))), 'a decoded query without its one source').toBeNull()
})

test('h13 sending uses the named interface', async ({ lab, groups, arrive }) => {
  await expect(groups.send(group, port, 'by eth1', { iface: ETH1 }), 'send').toHappen()
  await arrive()
  const sources = async (iface: string) =>
    (await lab.capture(`udp.dstport == ${port}`, { on: `member:${iface}` }).all()).map(({ ip }) => ip?.src)
  expect(await sources('eth0'), 'the sources of datagrams sent by eth0').toEqual([])
  expect(await sources('eth1'), 'the sources of datagrams sent by eth1').toEqual([ETH1])
})

test('h14 each receiver is a member of its own', async ({ lab, join, say, arrive }) => {
  const one = await join('the first join')
  const other = await join('a second join of the same group')
  await say('sourceA', 'for both')
  await arrive()
  await expect(one.leave(), 'leave').toHappen()
  await say('sourceA', 'for one')
  await arrive()
  expect(await heardBy(one), 'what the receiver that left got').toEqual(['for both from 10.0.1.11'])
  const both = ['for both from 10.0.1.11', 'for one from 10.0.1.11']
  expect(await heardBy(other), 'what the other receiver of the group got').toEqual(both)
  const left = lab.capture('igmp.record_type == 3', { on: 'member:eth0' })
  expect(await left.count(), 'the number of reports that the host has left').toBe(0)
})
