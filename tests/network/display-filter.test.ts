import { describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  compileFilter,
  type Dissection,
  FilterError,
  SECOND,
  writePcapng,
} from '../../src/runtime/network/index.ts'
import { missing } from '../support/requirements.ts'
import { countWithTshark } from './tshark.ts'
import { pattern, ping, transfer, twoRouters } from './worlds.ts'

const noTshark = missing('tshark')

/** Without commas: tshark counts by a list of filters with commas between. */
const FILTERS = [
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
]

describe.skipIf(noTshark)('the display filter', { timeout: 30_000 }, () => {
  test(`matches as many packets as Wireshark's own, for ${FILTERS.length} filters`, () => {
    const network = twoRouters(2, 1000)
    const client = network.host('client')
    client.udp.socket(4).send(pattern(10), { address: '10.0.2.10', port: 33_434 })
    client.tcp.socket(4).connect('10.0.2.10', 81)
    ping(client, '10.0.2.10', [56, 900, 1400], network.clock)
    network.link('r1', 'r2').impair({ loss: 0.03 })
    transfer(client, network.host('server'), '10.0.2.10', pattern(60_000))
    network.clock.runUntil(60 * SECOND)
    const records = network.recorder.packets.filter(({ link }) => link === 0)
    const analysis = new CaptureAnalysis()
    for (const record of records) analysis.add(record)
    const packets = records.map((record) => analysis.dissect(record))
    const ours = FILTERS.map((filter) => packets.filter(compiled(filter)).length)
    const theirs = countWithTshark(writePcapng(network.endpoints, records), FILTERS)
    const table = (counts: number[]) => Object.fromEntries(FILTERS.map((filter, index) => [filter, counts[index]]))
    expect(table(ours)).toEqual(table(theirs))
    // A filter that matches nothing, or everything, proves little.
    expect(ours.filter((count) => count > 0 && count < packets.length).length).toBeGreaterThan(FILTERS.length - 4)
  })
})

function compiled(filter: string): (packet: Dissection) => boolean {
  const matches = compileFilter(filter)
  if (matches instanceof FilterError) throw new Error(String(matches))
  return matches
}
