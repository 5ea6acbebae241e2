import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DnsMessage,
  DnsType,
  emitDns,
  type FieldValue,
  icmpEcho,
  icmpError,
  icmpv6Echo,
  icmpv6Error,
  ndMessage,
} from '../../wire/index.ts'
import { dissect, fieldsNamed, fieldValue } from '../index.ts'
import { A, arp, B6, icmp, icmpv6, ipv4, ipv6, tcp, text, udp } from '../packets.fixture.ts'

const NO_FLAGS = {
  opcode: 0,
  isAuthoritative: false,
  isTruncated: false,
  recursionAvailable: false,
  reserved: 0,
  code: 0,
}
const QUESTION = { name: 'a.test', type: DnsType.A, class: 1 }
const QUERY = { id: 0x1c2e, isResponse: false, recursionDesired: true, ...NO_FLAGS, questions: [QUESTION] }
const ANSWERS = [
  { ...QUESTION, ttl: 60, data: { address: '10.0.0.9' } },
  { ...QUESTION, type: DnsType.TXT, ttl: 1, data: { texts: [text('hello'), text('')] } },
]
const NO_RECORDS = { answers: [], authorities: [], additionals: [] }
const datagram = (message: DnsMessage, ports: [number, number]) => udp(latin1(emitDns(message)), ...ports)
const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
const DNS_QUERY = datagram({ ...QUERY, ...NO_RECORDS }, [4000, 53])
const DNS_ANSWER = datagram({ ...QUERY, isResponse: true, ...NO_RECORDS, answers: ANSWERS }, [53, 4000])

describe('a DNS message', () => {
  test('has its names, its flags and the data of its records as fields', () => {
    const packet = dissect(DNS_ANSWER)
    expect(packet.layers.map((layer) => layer.protocol)).toEqual(['eth', 'ip', 'udp', 'dns'])
    expect(fieldValue(packet, 'dns.flags.response')).toBe(1)
    expect(fieldValue(packet, 'dns.qry.name')).toBe('a.test')
    expect(fieldValue(packet, 'dns.a')).toBe('10.0.0.9')
    expect(fieldsNamed(packet, 'dns.resp.ttl').map((field) => field.value)).toEqual([60, 1])
    const [first] = fieldsNamed(packet, 'dns.txt')
    expect([first!.value, latin1(DNS_ANSWER.subarray(first!.offset, first!.offset + first!.length))]).toEqual([
      'hello',
      'hello',
    ])
  })

  test('that is none is malformed', () => {
    expect(dissect(udp('no DNS at all', 4000, 53)).protocol).toBe('malformed')
  })
})

describe('a summary says in a line what a packet is', () => {
  const SYN_OPTIONS = [
    { kind: 'mss', value: 1460 },
    { kind: 'sackOK' },
    { kind: 'nop' },
    { kind: 'wscale', shift: 7 },
  ] as const
  const mac = (n: number) => `02:00:00:00:00:0${n}`
  const SOLICITATION = ndMessage({
    kind: 'neighbor solicitation',
    target: B6,
    options: [{ kind: 'source link address', mac: mac(1) }],
  })
  const ADVERTISEMENT = ndMessage({
    kind: 'neighbor advertisement',
    router: false,
    solicited: true,
    override: true,
    target: B6,
    options: [{ kind: 'target link address', mac: mac(2) }],
  })
  const FRAGMENT = Uint8Array.of(17, 0, 1448 >> 8, (1448 & 255) | 1, 0, 0, 0, 9, ...text('abcdefgh'))
  test.each([
    [tcp({ flags: 'SYN', seq: 0, options: SYN_OPTIONS }), 'TCP', 'SYN seq 0 win 64240 MSS 1460 WS 128'],
    [tcp({ flags: 'SYN ACK', seq: 0, ack: 1, options: SYN_OPTIONS }), 'TCP', 'SYN ACK seq 0 ack 1 MSS 1460 WS 128'],
    [tcp({ flags: 'PSH ACK', seq: 1, ack: 1, data: '> hel\n' }), 'TCP', 'PSH ACK seq 1 ack 1 len 6  "> hel\\n"'],
    [tcp({ flags: 'ACK', seq: 1, ack: 9, window: 0 }), 'TCP', 'ACK seq 1 ack 9 win 0'],
    [tcp({ flags: 'RST', seq: 7, window: 0 }), 'TCP', 'RST seq 7'],
    [udp('hello'), 'UDP', '5000 > 7000 len 5  "hello"'],
    [udp('\x00\x01'), 'UDP', '5000 > 7000 len 2'],
    [udp('x'.repeat(50)), 'UDP', `5000 > 7000 len 50  "${'x'.repeat(40)}…"`],
    [DNS_QUERY, 'DNS', 'Standard query 0x1c2e A a.test'],
    [DNS_ANSWER, 'DNS', 'Standard query response 0x1c2e A a.test A 10.0.0.9 TXT'],
    [arp(1), 'ARP', 'Who has 10.0.0.2? Tell 10.0.0.1'],
    [arp(2), 'ARP', '10.0.0.1 is at 02:00:00:00:00:01'],
    [arp(1, A, A), 'ARP', 'ARP announcement for 10.0.0.1'],
    [arp(1, '0.0.0.0'), 'ARP', 'Who has 10.0.0.2? (probe)'],
    [icmp(icmpEcho(8, 7, 3, text('ping'))), 'ICMP', 'Echo (ping) request id 7 seq 3 ttl 64'],
    [icmp(icmpError(3, 3, udp('x').subarray(14))), 'ICMP', 'Destination unreachable (Port unreachable)'],
    [
      icmp(icmpError(3, 4, udp('x').subarray(14), 1400)),
      'ICMP',
      'Destination unreachable (Fragmentation needed) mtu 1400',
    ],
    [icmp(icmpError(11, 0, udp('x').subarray(14))), 'ICMP', 'Time-to-live exceeded (Time to live exceeded in transit)'],
    [ipv4(text('abc'), 89), 'IPv4', 'IP protocol 89 len 3'],
    [
      ipv4(text('abcdefgh'), 17, { fragmentOffset: 1480, identification: 9 }),
      'IPv4',
      'Fragment of IP packet 9, protocol 17, at byte 1480',
    ],
    [icmpv6(icmpv6Echo(128, 7, 3, text('ping'))), 'ICMPv6', 'Echo (ping) request id 7 seq 3 ttl 64'],
    [
      icmpv6(icmpv6Error(2, 0, icmpv6(icmpv6Echo(128, 7, 3, text('ping'))).subarray(14), 1280)),
      'ICMPv6',
      'Packet Too Big mtu 1280',
    ],
    [icmpv6(SOLICITATION), 'ICMPv6', 'Neighbor Solicitation for 2001:db8::2 from 02:00:00:00:00:01'],
    [icmpv6(ADVERTISEMENT), 'ICMPv6', 'Neighbor Advertisement 2001:db8::2 is at 02:00:00:00:00:02'],
    [ipv6(new Uint8Array(0), 59), 'IPv6', 'IP protocol 59 len 0'],
    [ipv6(FRAGMENT, 44), 'IPv6', 'Fragment of IP packet 9, protocol 17, at byte 1448'],
    [udp('hello').subarray(0, 40), 'malformed', 'malformed ip: 33 bytes needed, 26 there'],
    [new Uint8Array(5), 'malformed', 'malformed eth: 14 bytes needed, 5 there'],
  ])('%#: %s', (bytes, protocol, summary) => {
    expect(dissect(bytes as Uint8Array)).toMatchObject({ protocol, summary })
  })
})

describe('fields', () => {
  test('have their place in the frame, down to the bits', () => {
    const packet = dissect(tcp({ flags: 'SYN ACK', seq: 5, ack: 6 }))
    const place = (name: string) => {
      const { offset, length, bits, value, text } = fieldsNamed(packet, name)[0]!
      return { offset, length, bits, value, text }
    }
    expect(place('ip.ttl')).toEqual({ offset: 22, length: 1, bits: undefined, value: 64, text: '64' })
    expect(place('ip.flags.df')).toEqual({ offset: 20, length: 1, bits: { first: 1, count: 1 }, value: 1, text: 'Set' })
    expect(place('ip.proto')).toMatchObject({ value: 6, text: '6 (TCP)' })
    expect(place('tcp.flags')).toEqual({
      offset: 46,
      length: 2,
      bits: { first: 4, count: 12 },
      value: 0x12,
      text: '0x012',
    })
    expect(place('eth.type')).toMatchObject({ offset: 12, length: 2, text: '0x0800 (IPv4)' })
    expect(place('tcp.checksum.status')).toMatchObject({ length: 0, value: 1, text: 'Good' })
  })

  test('a damaged packet has a bad checksum', () => {
    const bytes = tcp({ flags: 'PSH ACK', seq: 5, ack: 6, data: 'hello' })
    bytes[bytes.length - 1]! ^= 1
    expect(fieldValue(dissect(bytes), 'tcp.checksum.status')).toBe(0)
    expect(fieldValue(dissect(bytes), 'ip.checksum.status')).toBe(1)
  })

  test('an ICMP error has the fields of the packet that it quotes too, as far as it quotes', () => {
    const quoted = tcp({ flags: 'PSH ACK', seq: 77, ack: 6, data: 'hello' }).subarray(14)
    const error = icmpError(11, 0, quoted)
    const packet = dissect(icmp({ ...error, payload: error.payload.slice(0, 28) }, { source: '10.0.9.9' }))
    expect(fieldsNamed(packet, 'ip.src').map(({ value }) => value)).toEqual(['10.0.9.9', A])
    expect(fieldValue(packet, 'tcp.seq_raw')).toBe(77)
    expect(fieldValue(packet, 'tcp.flags')).toBeUndefined()
    expect(packet.layers.filter(({ isQuoted }) => isQuoted).map(({ protocol }) => protocol)).toEqual(['ip', 'tcp'])
  })

  test('are found by name without reading the others, with the same values in the same order', () => {
    const options = [{ kind: 'wscale', shift: 7 }, { kind: 'sackOK' }, { kind: 'nop' }] as const
    for (const bytes of [
      tcp({ flags: 'SYN', seq: 0, options }),
      DNS_ANSWER,
      icmp(icmpError(3, 3, udp('x').subarray(14))),
    ]) {
      for (const [index, { fields }] of dissect(bytes).layers.entries()) {
        for (const { name } of fields) {
          const shown: FieldValue[] = []
          expect(dissect(bytes).layers[index]!.hasValue(name, (value) => shown.push(value) < 0)).toBe(false)
          expect(shown).toEqual(fields.filter((field) => field.name === name).map(({ value }) => value))
        }
      }
    }
    const asked: FieldValue[] = []
    expect(dissect(DNS_ANSWER).layers[3]!.hasValue('dns.resp.ttl', (value) => asked.push(value) > 0)).toBe(true)
    expect(asked).toEqual([60])
  })

  test('random bytes, and any packet cut off or changed, dissect without an exception and within the frame', () => {
    const frames = [
      tcp({ flags: 'SYN', seq: 1, options: [{ kind: 'sack', blocks: [{ left: 1, right: 2 }] }] }),
      udp('hello'),
      arp(1),
      icmp(icmpError(3, 4, udp('x').subarray(14), 9)),
    ]
    const cut = fc
      .tuple(fc.constantFrom(...frames), fc.nat())
      .map(([bytes, length]) => bytes.slice(0, length % (bytes.length + 1)))
    const changed = fc
      .tuple(cut, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }))
      .map(([bytes, changes]) => {
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        for (const layer of dissect(bytes).layers) {
          expect(layer.end).toBeLessThanOrEqual(bytes.length)
          for (const { offset, length } of layer.fields) expect(offset + length).toBeLessThanOrEqual(bytes.length)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
