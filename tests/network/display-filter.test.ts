import { describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  compileFilter,
  type Dissection,
  FilterError,
  SECOND,
  type SimulatedNetwork,
  writePcapng,
} from '#network'
import { missing } from '../support/requirements.ts'
import { matchesWithTshark } from './tshark.ts'
import { pattern, ping, transfer, twoRouters, twoRoutersIpv6 } from './worlds.ts'

const noTshark = missing('tshark')

const FILTERS = [
  'tcp.completeness == 15',
  'tcp.completeness & 32',
  'tcp.connection.syn || tcp.connection.rst',
  'tcp.flags.str contains "SF" || tcp.flags.str contains "S"',
  'tcp.options.sack_perm && tcp.options.mss',
  'tcp.options.timestamp and not tcp.options.wscale',
  'tcp.window_size_scalefactor == 128',
  'icmp.resp_in',
  'icmp.resp_to < 12 && icmp.resptime > 10',
  'icmp.resp_not_found',
  'icmp.seq_le == 512',
  'udp.stream == 0 && udp.time_relative > 0.5',
  'eth.dst.ig == 1 || eth.ig == 1',
  'eth.lg == 1',
  'tcp',
  'udp',
  'icmp',
  'arp',
  'ip && !tcp',
  'not arp and not tcp',
  'tcp.flags.syn == 1',
  'tcp.flags.syn == 1 && tcp.flags.ack == 0',
  'tcp.flags == 0x010',
  'tcp.flags.reset == 1',
  'tcp.flags.fin == 1 || tcp.flags.reset == 1',
  'tcp.len > 0',
  'tcp.len >= 948',
  'tcp.seq == 1',
  'tcp.ack > 1000 && tcp.len == 0',
  'tcp.seq < 5000 and tcp.nxtseq > 5000',
  'tcp.window_size > 60000',
  'tcp.port == 9000',
  'tcp.dstport != 9000',
  'tcp.srcport in {9000}',
  'tcp.port in {80..90}',
  'tcp.options.mss_val == 1460',
  'tcp.options.wscale.shift',
  'ip.addr == 10.0.2.10',
  'ip.src == 10.0.1.0/24',
  'ip.dst != 10.0.1.10',
  'ip.ttl < 64',
  'ip.flags.df == 1',
  'ip.len > 900 || frame.len < 60',
  'ip.proto == 17',
  'icmp.type == 8',
  'icmp.type == 3 && icmp.code == 4',
  'icmp.mtu == 1000',
  'icmp.seq == 2',
  'udp.dstport == 33434',
  'udp contains 00:1f:3e',
  'tcp.payload contains 1f:3e:5d',
  'tcp.payload',
  'eth.dst == ff:ff:ff:ff:ff:ff',
  'eth.addr == 02:00:00:00:00:01',
  'arp.opcode == 2 || arp.dst.proto_ipv4 == 10.0.1.1',
  '(tcp || udp) && icmp',
  'tcp || udp && ip.ttl == 1',
  'tcp.flags & 0x02',
  'tcp.flags & 0x12 == 0x12',
  'eth.src[5] == 01',
  'eth.src[0:5] == 02:00:00:00:00',
  'eth.dst[-2:] == 00:02',
  'ip.src[3:1] == 0a',
  'tcp.payload[0:2] == 00:1f',
  'tcp.payload[1-2] == 1f:3e',
  'tcp[13] == 10',
  'frame[12:2] == 08:06',
  'tcp.srcport > tcp.dstport',
  'ip.src == ip.dst',
  'any ip.addr != 10.0.1.10',
  'all tcp.port > 9000',
  'all tcp.port >= 9000',
  'ip.addr !== 10.0.1.10',
  'tcp.port === 9000',
  'len(tcp.payload) > 900',
  'count(ip.src) == 2',
  'ip.src > 10.0.1.10',
  'ip.proto == ICMP',
  'ip.dsfield.ecn == 0 and !(ip.ttl in {60..63})',
  'tcp.payload matches "\\x1f>"',
  'frame.number > 20 && frame.number <= 40',
  'frame.time_relative > 0.2',
  'frame.time_delta < 0.0001',
  'frame.interface_name == "client:eth0"',
  'frame.interface_name contains "r1"',
  'tcp.analysis.retransmission',
  'tcp.analysis.fast_retransmission or tcp.analysis.out_of_order',
  'tcp.analysis.duplicate_ack_num >= 2',
  'tcp.analysis.ack_rtt > 0.06',
  'tcp.analysis.bytes_in_flight > 10000',
  // Read twice, tshark knows the first round trip already at the SYN ACK.
  'tcp.analysis.initial_rtt && tcp.len == 0 && tcp.flags.syn == 0',
  'tcp.analysis.lost_segment',
  'tcp.time_delta > 0.01',
  'tcp.options.sack_le > 1',
  'tcp.options.timestamp.tsval',
  'tcp.option_kind == 5',
  'tcp.port in {80, 9000}',
  'tcp.analysis.flags',
  'tcp.analysis.flags && !tcp.analysis.retransmission',
  'frame.comment',
  'frame.comment contains "lost"',
  'frame.time_epoch > 1767225600.25',
  'ip.fragment',
  'ip.fragment.count == 2 && icmp',
  'ip.reassembled_in',
  'ip.reassembled.length > 1000',
]

const IPV6_FILTERS = [
  'ipv6',
  'icmpv6',
  'ip || arp',
  'ipv6.hlim < 64',
  'ipv6.nxt == 44',
  'ipv6.fraghdr',
  'ipv6.fraghdr.more == 1',
  'ipv6.fraghdr.offset > 0',
  'ipv6.plen > 1000',
  'ipv6.src == fd00:1::/64',
  'ipv6.addr == fd00:2::10 && icmpv6',
  'ipv6.dst != fd00:1::10',
  'icmpv6.type == 135 || icmpv6.type == 136',
  'icmpv6.type == 2 && icmpv6.mtu == 1300',
  'icmpv6.code == 4',
  'icmpv6.nd.ns.target_address == fd00:1::1',
  'icmpv6.nd.na.flag.s == 1',
  'icmpv6.opt.type == 1',
  'icmpv6.echo.sequence_number == 2',
  'tcp && ipv6',
  'tcp.len > 0 && ipv6.src == fd00:1::10',
  'udp.dstport == 33434',
  'ipv6.fragment',
  'ipv6.reassembled.in',
  'ipv6.reassembled.length == 1408 && icmpv6.type == 128',
]

function traffic(): SimulatedNetwork {
  const network = twoRouters(2, 1000)
  const client = network.host('client')
  client.udp.socket(4).send(pattern(10), { address: '10.0.2.10', port: 33_434 })
  client.tcp.socket(4).connect('10.0.2.10', 81)
  ping(client, '10.0.2.10', [56, 900, 1400], network.clock)
  network.link('r1', 'r2').impair({ loss: 0.03 })
  transfer(client, network.host('server'), '10.0.2.10', pattern(60_000))
  return network
}

function ipv6Traffic(): SimulatedNetwork {
  const network = twoRoutersIpv6(2, 1300)
  const client = network.host('client')
  client.udp.socket(6).send(pattern(10), { address: 'fd00:2::10', port: 33_434 })
  ping(client, 'fd00:2::10', [56, 900, 1400, 1400], network.clock)
  transfer(client, network.host('server'), 'fd00:2::10', pattern(60_000))
  return network
}

describe.skipIf(noTshark)('the display filter', { timeout: 30_000 }, () => {
  test.each([
    [FILTERS.length, 'IPv4', FILTERS, traffic],
    [IPV6_FILTERS.length, 'IPv6', IPV6_FILTERS, ipv6Traffic],
  ])("matches the packets that Wireshark's own does, for %i filters over %s", (_count, _family, filters, build) => {
    const network = build()
    network.clock.runUntil(60 * SECOND)
    const records = network.recorder.packets
      .filter(({ link }) => link === 0)
      .map((record, index) => ({ ...record, number: index + 1 }))
    const analysis = new CaptureAnalysis()
    for (const record of records) analysis.add(record)
    const packets = records.map((record) => analysis.dissect(record))
    const numbers = packets.map((_, index) => index + 1)
    const ours = filters.map((filter) => {
      const matches = compiled(filter)
      return numbers.filter((number) => matches(packets[number - 1]!))
    })
    const theirs = matchesWithTshark(writePcapng(network.endpoints, records), filters)
    const table = (lists: number[][]) => Object.fromEntries(filters.map((filter, index) => [filter, lists[index]]))
    expect(table(ours)).toEqual(table(theirs))
    // A filter that matches nothing, or everything, proves little.
    expect(ours.filter(({ length }) => length > 0 && length < packets.length).length).toBeGreaterThan(
      filters.length * 0.8,
    )
  })
})

function compiled(filter: string): (packet: Dissection) => boolean {
  const matches = compileFilter(filter)
  if (matches instanceof FilterError) throw new Error(String(matches))
  return matches
}
