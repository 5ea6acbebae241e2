import { expect, test } from 'vitest'
import { icmpEcho, icmpError, icmpv6Echo } from '../wire/index.ts'
import { CaptureAnalysis, ladderLine } from './index.ts'
import { A6, arp, B, B6, icmp, icmpv6, records, tcp, text, udp } from './packets.case.ts'

test('a ladder names hosts, relative numbers and lengths, and nothing that a kernel chooses', () => {
  const names: Record<string, string> = { '10.0.0.1': 'client', [B]: 'server', [A6]: 'client', [B6]: 'server' }
  const all = records(
    arp(1),
    tcp({ flags: 'SYN', seq: 5000 }),
    tcp({ flags: 'SYN ACK', seq: 900, ack: 5001 }, true),
    tcp({ flags: 'ACK', seq: 5001, ack: 901 }),
    tcp({ flags: 'PSH ACK', seq: 5001, ack: 901, data: 'hello\n' }),
    tcp({ flags: 'FIN ACK', seq: 5007, ack: 901 }),
    udp('hi', 40_001, 53),
    udp('hi', 40_001, 50_000),
    icmp(icmpEcho(8, 4711, 2, text('x'))),
    icmp(icmpError(3, 3, udp('x').subarray(14)), { destination: '203.0.113.9' }),
    icmpv6(icmpv6Echo(128, 4711, 2, text('x'))),
  )
  const analysis = new CaptureAnalysis()
  for (const record of all) analysis.add(record)
  expect(all.map((record) => ladderLine(analysis.dissect(record), (address) => names[address] ?? null))).toEqual([
    'client > server ARP request',
    'client > server SYN',
    'server > client SYN ACK',
    'client > server ACK ack 1',
    'client > server PSH ACK seq 1 len 6',
    'client > server FIN ACK',
    'client > server UDP 53 len 2',
    'client > server UDP len 2',
    'client > server ICMP Echo (ping) request seq 2',
    'client > 203.0.113.9 ICMP Destination unreachable (Port unreachable)',
    'client > server ICMPv6 Echo (ping) request seq 2',
  ])
})
