import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  arpPacket,
  ethernetFrame,
  icmpMessage,
  ipv4Address,
  ipv4Packet,
  ipv6Packet,
  tcpSegment,
  udpDatagram,
} from './arbitraries.fixture.ts'
import {
  ARP_FIELDS,
  ARP_LENGTH,
  ETHERNET_FIELDS,
  emitArp,
  emitEthernet,
  emitIcmp,
  emitIcmpv6,
  emitIpv4,
  emitIpv6,
  emitTcp,
  emitUdp,
  type FieldValue,
  type HeaderField,
  ICMP_FIELDS,
  IPV4_FIELDS,
  icmpChecksumOk,
  ipv4ChecksumOk,
  ParseError,
  parseArp,
  parseEthernet,
  parseIcmp,
  parseIcmpv6,
  parseIpv4,
  parseIpv6,
  parseQuotedIpv4,
  parseTcp,
  parseTcpOptions,
  parseUdp,
  readField,
  readTcpOptions,
  TCP_FIELDS,
  transportChecksumOk,
  UDP_FIELDS,
  writeIpv4Header,
  writeTcp,
} from './index.ts'

const A = '10.0.0.1'
const B = '10.0.0.2'

/** Every protocol with its functions for the properties below. */
const PROTOCOLS = {
  ethernet: { packets: ethernetFrame, emit: emitEthernet, parse: parseEthernet, headerLength: 14, hasLength: false },
  arp: { packets: arpPacket, emit: emitArp, parse: parseArp, headerLength: ARP_LENGTH, hasLength: false },
  ipv4: { packets: ipv4Packet, emit: emitIpv4, parse: parseIpv4, headerLength: 20, hasLength: true },
  icmp: { packets: icmpMessage, emit: emitIcmp, parse: parseIcmp, headerLength: 8, hasLength: false },
  ipv6: { packets: ipv6Packet, emit: emitIpv6, parse: parseIpv6, headerLength: 40, hasLength: true },
  icmpv6: {
    packets: icmpMessage,
    emit: (m: never) => emitIcmpv6(m, '2001:db8::1', '2001:db8::2'),
    parse: parseIcmpv6,
    headerLength: 8,
    hasLength: false,
  },
  udp: {
    packets: udpDatagram,
    emit: (d: never) => emitUdp(d, A, B),
    parse: parseUdp,
    headerLength: 8,
    hasLength: true,
  },
  tcp: {
    packets: tcpSegment,
    emit: (s: never) => emitTcp(s, A, B),
    parse: parseTcp,
    headerLength: 20,
    hasLength: false,
  },
} as const
const cases = Object.entries(PROTOCOLS) as [
  string,
  {
    packets: fc.Arbitrary<never>
    emit: (x: never) => Uint8Array
    parse: (b: Uint8Array) => object
    headerLength: number
    hasLength: boolean
  },
][]

describe.each(cases)('%s', (_, { packets, emit, parse, headerLength, hasLength }) => {
  test('what is emitted parses to the same', () => {
    fc.assert(fc.property(packets, (packet) => void expect(parse(emit(packet))).toEqual(packet)))
  })

  test('what parses and is emitted again gives the same bytes', () => {
    fc.assert(fc.property(packets, (packet) => void expect(emit(parse(emit(packet)) as never)).toEqual(emit(packet))))
  })

  test('cut off anywhere it is a parse error, or a shorter payload where the header does not tell the length', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const whole = emit(packet)
        for (let length = 0; length < whole.length; length++) {
          const parsed = parse(whole.subarray(0, length))
          if (length < headerLength || hasLength) expect(parsed).toBeInstanceOf(ParseError)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('random bytes, and packets with random bytes changed, never throw', () => {
    const garbage = fc.uint8Array({ maxLength: 100 })
    const changed = fc
      .tuple(packets, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }))
      .map(([packet, changes]) => {
        const bytes = emit(packet)
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(garbage, changed), (bytes) => void expect(parse(bytes)).toBeTypeOf('object')),
      { numRuns: 1000 },
    )
  })

  test('a parse error says what was needed', () => {
    expect(String(parse(new Uint8Array(3)))).toMatch(/^\w+: \d+ bytes needed, 3 there$/)
  })
})

describe('field tables', () => {
  const read = (fields: readonly HeaderField[], bytes: Uint8Array) =>
    Object.fromEntries(fields.map((field) => [field.name, readField(bytes, 0, field)])) as Record<string, FieldValue>

  test('cover every bit of their header, once or by parts', () => {
    const tables = { 112: ETHERNET_FIELDS, 224: ARP_FIELDS, 160: IPV4_FIELDS, 64: UDP_FIELDS } as const
    for (const [bits, fields] of Object.entries(tables)) {
      const covered = new Set(
        (fields as readonly HeaderField[]).flatMap(({ bit, bits: n }) => Array.from({ length: n }, (_, i) => bit + i)),
      )
      expect(covered.size).toBe(Number(bits))
    }
    expect(Math.max(...TCP_FIELDS.map(({ bit, bits }) => bit + bits))).toBe(160)
  })

  test('read from an Ethernet header what the parser reads', () => {
    fc.assert(
      fc.property(ethernetFrame, (frame) => {
        const { destination, source, type } = frame
        expect(read(ETHERNET_FIELDS, emitEthernet(frame))).toEqual({
          'eth.dst': destination,
          'eth.src': source,
          'eth.type': type,
        })
      }),
    )
  })

  test('read from an ARP packet what the parser reads', () => {
    fc.assert(
      fc.property(arpPacket, (packet) => {
        expect(read(ARP_FIELDS, emitArp(packet))).toMatchObject({
          'arp.opcode': packet.operation,
          'arp.src.hw_mac': packet.senderMac,
          'arp.src.proto_ipv4': packet.senderIp,
          'arp.dst.hw_mac': packet.targetMac,
          'arp.dst.proto_ipv4': packet.targetIp,
        })
      }),
    )
  })

  test('read from an IPv4 header what the parser reads', () => {
    fc.assert(
      fc.property(ipv4Packet, (packet) => {
        expect(read(IPV4_FIELDS, emitIpv4(packet))).toMatchObject({
          'ip.version': 4,
          'ip.hdr_len': 20 + packet.options.length,
          'ip.dsfield.dscp': packet.dscp,
          'ip.dsfield.ecn': packet.ecn,
          'ip.len': 20 + packet.options.length + packet.payload.length,
          'ip.id': packet.identification,
          'ip.flags.rb': Number(packet.reservedFlag),
          'ip.flags.df': Number(packet.dontFragment),
          'ip.flags.mf': Number(packet.moreFragments),
          'ip.frag_offset': packet.fragmentOffset / 8,
          'ip.ttl': packet.ttl,
          'ip.proto': packet.protocol,
          'ip.src': packet.source,
          'ip.dst': packet.destination,
        })
      }),
    )
  })

  test('read from ICMP, UDP and TCP headers what the parsers read', () => {
    fc.assert(
      fc.property(icmpMessage, udpDatagram, tcpSegment, (icmp, udp, tcp) => {
        expect(read(ICMP_FIELDS, emitIcmp(icmp))).toMatchObject({ 'icmp.type': icmp.type, 'icmp.code': icmp.code })
        expect(read(UDP_FIELDS, emitUdp(udp, A, B))).toMatchObject({
          'udp.srcport': udp.sourcePort,
          'udp.dstport': udp.destinationPort,
          'udp.length': 8 + udp.payload.length,
        })
        expect(read(TCP_FIELDS, emitTcp(tcp, A, B))).toMatchObject({
          'tcp.srcport': tcp.sourcePort,
          'tcp.dstport': tcp.destinationPort,
          'tcp.seq_raw': tcp.sequenceNumber,
          'tcp.ack_raw': tcp.acknowledgmentNumber,
          'tcp.hdr_len': 20 + tcp.options.length,
          'tcp.flags': (tcp.reserved << 9) | tcp.flags,
          'tcp.flags.fin': tcp.flags & 1,
          'tcp.flags.syn': (tcp.flags >> 1) & 1,
          'tcp.flags.ack': (tcp.flags >> 4) & 1,
          'tcp.flags.ae': (tcp.flags >> 8) & 1,
          'tcp.window_size_value': tcp.window,
          'tcp.urgent_pointer': tcp.urgentPointer,
        })
      }),
    )
  })
})

describe('checksums', () => {
  test('are right in everything emitted, and any single bit that flips shows', () => {
    fc.assert(
      fc.property(
        tcpSegment,
        udpDatagram,
        icmpMessage,
        ipv4Address,
        ipv4Address,
        fc.nat(),
        (tcp, udp, icmp, from, to, bit) => {
          const flip = (bytes: Uint8Array) => {
            const copy = bytes.slice()
            copy[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7)
            return copy
          }
          const [segment, datagram, message] = [emitTcp(tcp, from, to), emitUdp(udp, from, to), emitIcmp(icmp)]
          expect(transportChecksumOk(segment, from, to, 6)).toBe(true)
          expect(transportChecksumOk(datagram, from, to, 17)).toBe(true)
          expect(icmpChecksumOk(message)).toBe(true)
          expect(transportChecksumOk(flip(segment), from, to, 6)).toBe(false)
          expect(icmpChecksumOk(flip(message))).toBe(false)
        },
      ),
    )
  })

  test('of an IPv4 header: the example of RFC 1071’s arithmetic, as many textbooks have it', () => {
    const header = Uint8Array.of(
      0x45,
      0,
      0,
      0x73,
      0,
      0,
      0x40,
      0,
      0x40,
      0x11,
      0xb8,
      0x61,
      0xc0,
      0xa8,
      0,
      1,
      0xc0,
      0xa8,
      0,
      0xc7,
    )
    expect(ipv4ChecksumOk(header)).toBe(true)
    header[8] = 63
    expect(ipv4ChecksumOk(header)).toBe(false)
  })

  test('a UDP checksum that comes out as 0 is sent as 0xffff, and a 0 received means none (RFC 768)', () => {
    const sum = (payload: Uint8Array) => emitUdp({ sourcePort: 0, destinationPort: 0, payload }, '0.0.0.0', '0.0.0.0')
    // Pseudo-header and length add up to 17 + 10 + 10; the payload word that brings the sum to 0xffff is 0xffff − 37.
    const bytes = sum(Uint8Array.of(0xff, 0xda))
    expect([...bytes.subarray(6, 8)]).toEqual([0xff, 0xff])
    bytes.fill(0, 6, 8)
    expect(transportChecksumOk(bytes, '0.0.0.0', '0.0.0.0', 17)).toBe(true)
  })

  test('written in the middle of a buffer equal those emitted alone', () => {
    fc.assert(
      fc.property(ipv4Packet, tcpSegment, fc.nat(9), (packet, segment, offset) => {
        const alone = emitTcp(segment, packet.source, packet.destination)
        const buffer = new Uint8Array(offset + 60 + alone.length).fill(0xee)
        const start = writeIpv4Header(buffer, offset, packet, alone.length)
        const end = writeTcp(buffer, start, segment, packet.source, packet.destination)
        expect(buffer.subarray(start, end)).toEqual(alone)
        expect(ipv4ChecksumOk(buffer.subarray(offset))).toBe(true)
      }),
    )
  })
})

describe('IPv4', () => {
  test('padding behind the total length is no payload', () => {
    fc.assert(
      fc.property(ipv4Packet, fc.nat(50), (packet, padding) => {
        const bytes = emitIpv4(packet)
        const padded = new Uint8Array(bytes.length + padding)
        padded.set(bytes)
        expect(parseIpv4(padded)).toEqual(packet)
      }),
    )
  })

  test('a quoted packet may be cut short behind its header, an ordinary one may not', () => {
    fc.assert(
      fc.property(ipv4Packet, fc.nat(), (packet, cut) => {
        const bytes = emitIpv4(packet)
        const headerLength = 20 + packet.options.length
        const length = headerLength + (cut % (packet.payload.length + 1))
        const quoted = parseQuotedIpv4(bytes.subarray(0, length))
        expect(quoted).toEqual({ ...packet, payload: packet.payload.slice(0, length - headerLength) })
        if (length < bytes.length) expect(parseIpv4(bytes.subarray(0, length))).toBeInstanceOf(ParseError)
      }),
    )
  })

  test('options of a length that no header can have, and packets too long, are errors of the caller', () => {
    const packet = fc.sample(ipv4Packet, 1)[0]!
    expect(() => emitIpv4({ ...packet, options: new Uint8Array(3) })).toThrow(RangeError)
    expect(() => emitIpv4({ ...packet, options: new Uint8Array(44) })).toThrow(RangeError)
    expect(() => emitIpv4({ ...packet, payload: new Uint8Array(65_536) })).toThrow(RangeError)
  })
})

describe('TCP options', () => {
  test('what cannot be read ends the list for a host, and is an error for the exact reading', () => {
    const bytes = Uint8Array.of(2, 4, 5, 180, 3, 9, 7, 0)
    expect(readTcpOptions(bytes)).toEqual({
      mss: 1460,
      windowScale: null,
      sackPermitted: false,
      sackBlocks: [],
      timestamps: null,
    })
    expect(parseTcpOptions(bytes)).toBeInstanceOf(ParseError)
  })

  test('a known option with a length that is not its own counts as unknown', () => {
    expect(parseTcpOptions(Uint8Array.of(2, 3, 5, 1))).toEqual([
      { kind: 'unknown', number: 2, data: Uint8Array.of(5) },
      { kind: 'nop' },
    ])
  })

  test('random bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        readTcpOptions(bytes)
        parseTcpOptions(bytes)
      }),
      { numRuns: 1000 },
    )
  })
})
