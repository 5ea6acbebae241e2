import { describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  type Dissection,
  emitIgmp,
  IpProtocol,
  type PacketRecord,
  type RawSocket,
  SECOND,
  type SimulatedNetwork,
  SocketOption,
  TCP_MARKS,
  writePcapng,
} from '#network'
import { missing } from '../support/requirements.ts'
import { complaints, differences } from './compare.ts'
import { readWithTshark, type TsharkPacket } from './tshark.ts'
import { lan, pattern, ping, transfer, twoRouters, twoRoutersIpv6 } from './worlds.ts'

const noTshark = missing('tshark')

/** Marks have no value; tcp-analysis.test.ts compares them in both directions. */
const MARKS = new Set(['tcp.analysis.flags', ...TCP_MARKS.map(({ mark }) => `tcp.analysis.${mark}`)])

/** One link's packets, as we and as tshark read them. */
function capture(
  network: SimulatedNetwork,
  link: number,
): { record: PacketRecord; ours: Dissection; theirs: TsharkPacket }[] {
  // Numbered as the file numbers them.
  const records = network.recorder.packets
    .filter((record) => record.link === link)
    .map((record, index) => ({ ...record, number: index + 1 }))
  const analysis = new CaptureAnalysis()
  for (const record of records) analysis.add(record)
  const theirs = readWithTshark(writePcapng(network.endpoints, records))
  expect(theirs).toHaveLength(records.length)
  return records.map((record, index) => ({ record, ours: analysis.dissect(record), theirs: theirs[index]! }))
}

/** What tshark finds wrong on any link, or reads otherwise than we. */
function wrongOnAnyLink(network: SimulatedNetwork): string[] {
  return network.links.flatMap(({ index }) =>
    capture(network, index).flatMap(({ record, ours, theirs }) =>
      [...complaints(theirs), ...differences(ours, theirs, MARKS)].map((text) => `${record.number}: ${text}`),
    ),
  )
}

describe.skipIf(noTshark)('Wireshark reads simulated traffic as we do', { timeout: 30_000 }, () => {
  test('ping, and 300 kB over TCP with loss, duplicates and reordering, byte for byte', () => {
    const network = lan(3, { loss: 0.02, duplicate: 0.01, reorder: 0.01 })
    const data = pattern(300_000)
    ping(network.host('client'), '10.0.0.2', [0, 1, 56, 1472, 4000], network.clock)
    const { received } = transfer(network.host('client'), network.host('server'), '10.0.0.2', data)
    network.clock.runUntil(60 * SECOND)
    expect(received().equals(data)).toBe(true)
    expect(network.recorder.packets.some(({ fate }) => fate === 'loss')).toBe(true)
    expect(wrongOnAnyLink(network).slice(0, 20)).toEqual([])
  })

  test('routers: a TTL that runs out, a closed UDP port, a refused connection, a packet too large for the next link', () => {
    const network = twoRouters(1, 1000)
    const client = network.host('client')
    const probe = client.udp.socket(4)
    for (const ttl of [1, 2, 64]) {
      probe.setOption(SocketOption.TTL, ttl)
      probe.send(pattern(10), { address: '10.0.2.10', port: 33_434 })
      network.clock.runUntil(network.clock.now + SECOND)
    }
    client.tcp.socket(4).connect('10.0.2.10', 81)
    ping(client, '10.0.2.10', [56, 900, 1400], network.clock)
    const data = pattern(50_000)
    const { received } = transfer(client, network.host('server'), '10.0.2.10', data)
    network.clock.runUntil(60 * SECOND)
    expect(received().equals(data)).toBe(true)
    const summaries = capture(network, 0).map(({ ours }) => ours.summary)
    for (const said of [
      'Time to live exceeded in transit',
      'Port unreachable',
      'Fragmentation needed) mtu 1000',
      'RST ACK',
    ]) {
      expect(
        summaries.some((summary) => summary.includes(said)),
        said,
      ).toBe(true)
    }
    expect(wrongOnAnyLink(network).slice(0, 20)).toEqual([])
  })

  test('IPv6: ping, UDP in fragments, and 300 kB over TCP with loss, duplicates and reordering, byte for byte', () => {
    const network = lan(3, { loss: 0.02, duplicate: 0.01, reorder: 0.01 }, true)
    const [client, server] = [network.host('client'), network.host('server')]
    const data = pattern(300_000)
    ping(client, '2001:db8::2', [0, 1, 56, 1452, 4000], network.clock)
    ping(client, 'ff02::1', [56], network.clock)
    client.udp.socket(6).send(pattern(4000), { address: '2001:db8::2', port: 33_434 })
    const { received } = transfer(client, server, '2001:db8::2', data)
    network.clock.runUntil(60 * SECOND)
    expect(received().equals(data)).toBe(true)
    expect(network.recorder.packets.some(({ fate }) => fate === 'loss')).toBe(true)
    expect(wrongOnAnyLink(network).slice(0, 20)).toEqual([])
  })

  test('multicast: joins, sources, queries of every version and their answers, datagrams to groups', () => {
    const network = lan(1, {}, true)
    const [client, server] = [network.host('client'), network.host('server')]
    const members = ([4, 6] as const).map((family) => client.udp.socket(family))
    const groups = ['239.1.2.3', 'ff15::7']
    const sources = ['10.0.0.2', '2001:db8::2']
    const router = server.raw.socket(4, IpProtocol.IGMP) as RawSocket
    router.bind('10.0.0.2', 0)
    for (const [index, member] of members.entries()) {
      member.bind(index === 0 ? '0.0.0.0' : '::', 5000)
      member.setOption(SocketOption.ADD_MEMBERSHIP, 0, `${groups[index]}|eth0`)
      member.setOption(SocketOption.BLOCK_SOURCE, 0, `${groups[index]}|eth0|${sources[index]}`)
      member.setOption(SocketOption.MULTICAST_INTERFACE, 0, 'eth0')
      member.send(pattern(100), { address: groups[index]!, port: 5000 })
    }
    for (const version of [3, 2, 1] as const) {
      const query = { group: '0.0.0.0', suppress: false, robustness: 2, queryInterval: 125, sources: [] }
      const bytes = emitIgmp({ kind: 'query', version, maximumResponseTime: version === 1 ? 0 : 10, ...query })
      router.send(bytes, { address: '224.0.0.1', port: 0 })
      network.clock.runUntil(network.clock.now + 12 * SECOND)
    }
    members[0]!.close()
    members[1]!.close()
    network.clock.runUntil(network.clock.now + 5 * SECOND)
    const summaries = new Set(capture(network, 0).map(({ ours }) => ours.summary))
    expect([...summaries].filter((text) => text.startsWith('Membership'))).toEqual([
      'Membership Report / join 239.1.2.3 but {10.0.0.2}',
      'Membership Query, general',
      'Membership Report / 239.1.2.3 excludes {10.0.0.2}',
      'Membership Report group 239.1.2.3',
    ])
    expect(wrongOnAnyLink(network).slice(0, 20)).toEqual([])
  })

  test('IPv6 routers: a hop limit that runs out, a closed port, a refused connection, a packet too large for the next link', () => {
    const network = twoRoutersIpv6(1, 1300)
    const client = network.host('client')
    const probe = client.udp.socket(6)
    for (const hopLimit of [1, 2, 64]) {
      probe.setOption(SocketOption.TTL, hopLimit)
      probe.send(pattern(10), { address: 'fd00:2::10', port: 33_434 })
      network.clock.runUntil(network.clock.now + SECOND)
    }
    client.tcp.socket(6).connect('fd00:2::10', 81)
    client.tcp.socket(6).connect('fd00:3::10', 81)
    ping(client, 'fd00:2::10', [56, 900, 1400, 1400], network.clock)
    const data = pattern(50_000)
    const { received, sender } = transfer(client, network.host('server'), 'fd00:2::10', data)
    network.clock.runUntil(60 * SECOND)
    expect(received().equals(data)).toBe(true)
    expect(sender.stats().totalRetrans).toBeLessThan(20)
    const summaries = capture(network, 0).map(({ ours }) => ours.summary)
    for (const said of [
      'hop limit exceeded in transit',
      'Port unreachable',
      'no route to destination',
      'Packet Too Big mtu 1300',
      'RST ACK',
    ]) {
      expect(
        summaries.some((summary) => summary.includes(said)),
        said,
      ).toBe(true)
    }
    expect(wrongOnAnyLink(network).slice(0, 20)).toEqual([])
  })

  test('what a bit error damaged is wrong to Wireshark, and nothing else', () => {
    const network = lan(4, { corrupt: 0.02 })
    const data = pattern(100_000)
    const { received } = transfer(network.host('client'), network.host('server'), '10.0.0.2', data)
    network.clock.runUntil(60 * SECOND)
    expect(received().equals(data)).toBe(true)
    // The server's link damages them; the switch passes them on to the client's link as they came.
    expect(capture(network, 1).flatMap(({ theirs }) => complaints(theirs))).toEqual([])
    const sent = new Set(
      network.recorder.packets.filter(({ from }) => from === 'server:eth0').map(({ bytes }) => bytes),
    )
    const passedOn = capture(network, 0).filter(({ record }) => record.from === 'lan:p1')
    const damaged = passedOn.filter(({ record }) => !sent.has(record.bytes))
    const numbersOf = (some: typeof passedOn) => some.map(({ record }) => record.number)
    expect(damaged.length).toBeGreaterThan(0)
    expect(numbersOf(passedOn.filter(({ theirs }) => complaints(theirs).length > 0))).toEqual(numbersOf(damaged))
  })

  test('every segment that the stack sends again is a retransmission to Wireshark too, and no other', () => {
    const network = lan(5, { loss: 0.03 })
    transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(300_000))
    network.clock.runUntil(60 * SECOND)
    const packets = capture(network, 0)
    const again = ['retransmission', 'fast_retransmission', 'spurious_retransmission', 'out_of_order'].map(
      (mark) => `tcp.analysis.${mark}`,
    )
    const theirs = packets.filter((packet) => again.some((name) => packet.theirs.has(name)))
    const ours = packets.filter(({ ours: { layers } }) =>
      layers.some(({ fields }) => fields.some(({ name }) => again.includes(name))),
    )
    const numbers = (some: typeof packets) => some.map(({ record }) => record.number)
    expect(ours.length).toBeGreaterThan(5)
    expect(numbers(ours)).toEqual(numbers(theirs))
  })
})

test.each(['10.0.0.2', '2001:db8::2'])(
  'one seed gives one capture with %s, byte for byte, and another seed another',
  (address) => {
    const run = (seed: number) => {
      const network = lan(seed, { loss: 0.05, jitter: 1000, reorder: 0.02 }, address.includes(':'))
      ping(network.host('client'), address, [56, 4000], network.clock)
      transfer(network.host('client'), network.host('server'), address, pattern(200_000))
      network.clock.runUntil(30 * SECOND)
      return Buffer.from(writePcapng(network.endpoints, network.recorder.packets))
    }
    const first = run(1)
    expect(run(1).equals(first)).toBe(true)
    expect(run(2).equals(first)).toBe(false)
  },
)
