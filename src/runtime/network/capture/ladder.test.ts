import { expect, test } from 'vitest'
import { icmpEcho, icmpError, icmpv6Echo } from '../wire/index.ts'
import { CaptureAnalysis, ladderRow, ladderText } from './index.ts'
import { A6, arp, B, B6, icmp, icmpv6, records, tcp, text, udp } from './packets.fixture.ts'

const names: Record<string, string> = { '10.0.0.1': 'client', [B]: 'server', [A6]: 'client', [B6]: 'server' }
const nameOf = (address: string) => names[address] ?? null

test('a ladder names hosts, relative numbers and lengths, and nothing that a kernel chooses', () => {
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
  expect(all.map((record) => ladderText(ladderRow(record, analysis.dissect(record), nameOf)))).toEqual([
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

test('a row says when and where, what was lost at which place, sent again, doubled, edited or damaged', () => {
  const data = { flags: 'PSH ACK', seq: 1, ack: 1, data: 'hello' }
  const [syn, first, again, doubled, edited, lost, full] = records(
    tcp({ flags: 'SYN', seq: 0 }),
    ...[tcp(data), tcp(data), udp('x'), udp('y'), udp('z'), udp('full')],
  )
  const all = [
    ...[syn!, { ...first!, arrives: null, fate: 'loss' as const }, again!],
    ...[
      { ...doubled!, duplicateOf: 3 },
      { ...edited!, changedBy: 'set' as const, isDamaged: true as const },
    ],
    ...[
      { ...lost!, arrives: null, fate: 'rule' as const },
      { ...full!, arrives: null, fate: 'queue' as const },
    ],
  ]
  const analysis = new CaptureAnalysis()
  for (const record of all) analysis.add(record)
  const rows = all.map((record) => ladderRow(record, analysis.dissect(record), nameOf))
  expect(rows[0]).toEqual({
    number: 1,
    link: 0,
    from: 'a:eth0',
    to: 'b:eth0',
    sender: 'client',
    receiver: 'server',
    says: 'SYN',
    sent: 0,
    arrived: 1,
    fate: 'delivered',
    lostAt: null,
    repeats: null,
    duplicateOf: null,
    changedBy: null,
    isDamaged: false,
    delayedBy: null,
    held: null,
    befell: null,
  })
  expect(rows[1]).toMatchObject({ arrived: null, fate: 'loss', lostAt: 'link' })
  expect(rows[2]).toMatchObject({ repeats: 2, says: 'PSH ACK seq 1 len 5' })
  expect(rows[3]).toMatchObject({ duplicateOf: 3 })
  expect(rows[4]).toMatchObject({ changedBy: 'set', isDamaged: true })
  expect(rows.slice(5).map(({ fate, lostAt }) => [fate, lostAt])).toEqual([
    ['rule', 'link'],
    ['queue', 'sending end'],
  ])
})

test('a row says what a rule delayed, and until when a hand held it', () => {
  const [late, held, freed, gone] = records(udp('a'), udp('b'), udp('c'), udp('d'))
  const all = [
    ...[
      { ...late!, delayedBy: 200_000_000 },
      { ...held!, arrives: null, fate: 'under way' as const, heldUntil: null },
    ],
    ...[
      { ...freed!, heldUntil: 1_500_000_000 },
      { ...gone!, arrives: null, fate: 'rule' as const, heldUntil: 2_000_000_000 },
    ],
  ]
  const analysis = new CaptureAnalysis()
  for (const record of all) analysis.add(record)
  const rows = all.map((record) => ladderRow(record, analysis.dissect(record), nameOf))
  expect(rows.map(({ delayedBy, held: hold, befell }) => [delayedBy, hold, befell])).toEqual([
    [200_000_000, null, 'delayed by 200 ms'],
    [null, { until: null }, 'held by hand'],
    [null, { until: 1_500_000_000 }, 'held by hand until 1.5 s'],
    [null, { until: 2_000_000_000 }, 'held by hand until 2 s; dropped by a rule'],
  ])
})
