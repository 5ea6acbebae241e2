import { describe, expect, test } from 'vitest'
import { emitUdp } from '../../wire/index.ts'
import { CaptureAnalysis, dissect, fieldsNamed, fieldValue, followStream, type PacketRecord } from '../index.ts'
import { A, B, ipv4, records, tcp, text, udp } from '../packets.fixture.ts'
import { IpReassembly } from './index.ts'

const DATA = '0123456789abcdef'.repeat(4)
const WHOLE = emitUdp({ sourcePort: 5000, destinationPort: 7000, payload: text(DATA) }, A, B)

/** Returns the bytes `start` to `end` of a datagram's payload, as a fragment. */
function fragment(start: number, end: number, identification = 9, whole = WHOLE, protocol = 17): Uint8Array {
  const moreFragments = end < whole.length
  return ipv4(whole.slice(start, end), protocol, {
    fragmentOffset: start,
    moreFragments,
    identification,
    dontFragment: false,
  })
}

function analysed(packets: readonly PacketRecord[]): CaptureAnalysis {
  const analysis = new CaptureAnalysis()
  for (const record of packets) analysis.add(record)
  return analysis
}

describe('fragments of a datagram', () => {
  test('are data, and name the packet in which the datagram is whole; that one shows what is in it', () => {
    const packets = records(fragment(40, 72), fragment(0, 24), fragment(24, 40))
    const analysis = analysed(packets)
    const [last, first, middle] = packets.map((record) => analysis.dissect(record))
    expect([last, first].map((packet) => fieldValue(packet!, 'ip.reassembled_in'))).toEqual([3, 3])
    expect(first!.layers.map(({ protocol }) => protocol)).toEqual(['eth', 'ip', 'data'])
    expect(first!.summary).toBe('Fragment of IP packet 9, protocol 17, at byte 0, whole in packet 3')
    expect(middle!.summary).toMatch(/^5000 > 7000 len 64/)
    expect(middle!.layers.map(({ protocol, source }) => [protocol, source])).toEqual([
      ...[
        ['eth', 'frame'],
        ['ip', 'frame'],
      ],
      ...[
        ['udp', 'reassembled IP'],
        ['data', 'reassembled IP'],
      ],
    ])
    expect(fieldsNamed(middle!, 'ip.fragment').map((field) => field.value)).toEqual([2, 3, 1])
    expect(fieldValue(middle!, 'udp.checksum.status')).toBe(1)
  })

  test('of which one is missing are data for good', () => {
    const packets = records(fragment(0, 24), fragment(40, 72))
    const analysis = analysed(packets)
    for (const record of packets) {
      expect(analysis.dissect(record).protocol).toBe('IPv4')
      expect(fieldValue(analysis.dissect(record), 'ip.reassembled_in')).toBeUndefined()
    }
  })

  test('that overlap say so, and whether they contradict each other: the lower place holds', () => {
    const lying = WHOLE.map((byte, i) => (i >= 24 && i < 32 ? 0x21 : byte))
    const packets = records(fragment(0, 32), fragment(16, 48), fragment(24, 40, 9, lying), fragment(40, 72))
    const packet = analysed(packets).dissect(packets[3]!)
    const marked = packet.layers[1]!.fields.filter(({ name }) => name.startsWith('ip.fragment'))
    expect(marked.map(({ name, value }) => [name.slice('ip.fragment'.length), value])).toEqual([
      ...[
        ['', 1],
        ['', 2],
        ['.overlap', 1],
      ],
      ...[
        ['', 3],
        ['.overlap', 1],
        ['.overlap.conflict', 1],
      ],
      ...[
        ['', 4],
        ['.overlap', 1],
        ['.count', 4],
      ],
    ])
    expect(fieldValue(packet, 'udp.payload')).toEqual(text(DATA))
  })

  test('without a capture a first fragment is dissected as far as it goes', () => {
    expect(dissect(fragment(0, 24)).protocol).toBe('UDP')
  })

  test('are put together on each link by itself', () => {
    const [one, other] = records(fragment(0, 40), fragment(40, 72))
    const reassembly = new IpReassembly()
    reassembly.add(one!)
    expect(reassembly.add({ ...other!, link: 1 })?.completedBy).toBeNull()
    expect(reassembly.add({ ...other!, number: 3 })?.completedBy).toBe(3)
  })

  test('that wait are given up when they are more than 4 MiB, the oldest datagram first', () => {
    const reassembly = new IpReassembly()
    const half = new Uint8Array(65_000)
    const [first, ...others] = records(...Array.from({ length: 70 }, (_, id) => fragment(0, 60_000, id, half)))
    for (const record of [first!, ...others]) reassembly.add(record)
    const rest = (id: number) => records(fragment(60_000, 65_000, id, half))[0]!
    expect(reassembly.add(rest(0))?.completedBy).toBeNull()
    expect(reassembly.add({ ...rest(69), number: 72 })?.completedBy).toBe(72)
  })
})

test('a segment that came in fragments stands in its connection and in its stream', () => {
  const syn = tcp({ flags: 'SYN', seq: 0 })
  const segment = tcp({ flags: 'PSH ACK', seq: 1, ack: 1, data: DATA }).subarray(34)
  const packets = records(syn, fragment(0, 40, 9, segment, 6), fragment(40, segment.length, 9, segment, 6))
  const analysis = analysed(packets)
  expect(analysis.position(packets[2]!)).toMatchObject({ stream: 0, sequence: 1, nextSequence: 65 })
  const placed = packets.map((record) => [record, analysis.position(record)] as const)
  expect(followStream(placed, 0)?.turns.map(({ bytes, frame }) => [bytes, frame])).toEqual([[text(DATA), 3]])
})

test('a whole packet is no fragment', () => {
  expect(new IpReassembly().add(records(udp('whole'))[0]!)).toBeNull()
})
