import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fragmentHeader, icmpMessage, ipv6Address, ipv6Packet, ndMessages, udpDatagram } from './arbitraries.fixture.ts'
import {
  emitIcmpv6,
  emitIpv6,
  emitIpv6Options,
  emitUdp,
  type FieldValue,
  FRAGMENT_FIELDS,
  FRAGMENT_HEADER_LENGTH,
  type HeaderField,
  IPV6_FIELDS,
  icmpv6ChecksumOk,
  icmpv6Error,
  ndMessage,
  ParseError,
  parseExtensions,
  parseIpv6,
  parseIpv6Options,
  parseMld,
  parseNd,
  parseQuotedIpv6,
  readField,
  readFragmentHeader,
  transportChecksumOk,
  unknownOptionAction,
  writeFragmentHeader,
} from './index.ts'

const read = (fields: readonly HeaderField[], bytes: Uint8Array) =>
  Object.fromEntries(fields.map((field) => [field.name, readField(bytes, 0, field)])) as Record<string, FieldValue>

const concat = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

function emitFragmentHeader(header: Parameters<typeof writeFragmentHeader>[2]): Uint8Array {
  const bytes = new Uint8Array(FRAGMENT_HEADER_LENGTH)
  writeFragmentHeader(bytes, 0, header)
  return bytes
}

describe('the fixed header', () => {
  test('its field table covers every bit and reads what the parser reads', () => {
    const covered = new Set(
      (IPV6_FIELDS as readonly HeaderField[]).flatMap(({ bit, bits }) =>
        Array.from({ length: bits }, (_, i) => bit + i),
      ),
    )
    expect(covered.size).toBe(320)
    fc.assert(
      fc.property(ipv6Packet, (packet) => {
        expect(read(IPV6_FIELDS, emitIpv6(packet))).toEqual({
          'ipv6.version': 6,
          'ipv6.tclass': packet.dscp * 4 + packet.ecn,
          'ipv6.tclass.dscp': packet.dscp,
          'ipv6.tclass.ecn': packet.ecn,
          'ipv6.flow': packet.flowLabel,
          'ipv6.plen': packet.payload.length,
          'ipv6.nxt': packet.nextHeader,
          'ipv6.hlim': packet.hopLimit,
          'ipv6.src': packet.source,
          'ipv6.dst': packet.destination,
        })
      }),
    )
  })

  test('padding behind the payload length is no payload', () => {
    fc.assert(
      fc.property(ipv6Packet, fc.nat(50), (packet, padding) => {
        expect(parseIpv6(concat(emitIpv6(packet), new Uint8Array(padding)))).toEqual(packet)
      }),
    )
  })

  test('a quoted packet may be cut short behind its header', () => {
    fc.assert(
      fc.property(ipv6Packet, fc.nat(), (packet, cut) => {
        const length = 40 + (cut % (packet.payload.length + 1))
        const quoted = parseQuotedIpv6(emitIpv6(packet).subarray(0, length))
        expect(quoted).toEqual({ ...packet, payload: packet.payload.slice(0, length - 40) })
      }),
    )
  })

  test('a payload that its length field cannot tell is an error of the caller', () => {
    const packet = fc.sample(ipv6Packet, 1)[0]!
    expect(() => emitIpv6({ ...packet, payload: new Uint8Array(65_536) })).toThrow(RangeError)
  })
})

describe('extension headers', () => {
  const options = fc.array(
    fc.record({ type: fc.integer({ min: 2, max: 255 }), data: fc.uint8Array({ maxLength: 30 }) }),
    { maxLength: 5 },
  )

  test('are followed to the protocol behind them, whatever their order', () => {
    const kinds = fc.array(fc.constantFrom(0, 43, 60), { maxLength: 5 })
    fc.assert(
      fc.property(kinds, options, fc.uint8Array({ maxLength: 40 }), (types, list, rest) => {
        const headers = types.map((_, index) => emitIpv6Options(types[index + 1] ?? 17, list))
        const chain = parseExtensions(types[0] ?? 17, concat(...headers, rest))
        const length = headers.reduce((sum, { length }) => sum + length, 0)
        expect(chain).toMatchObject({ protocol: 17, start: length, error: null })
        expect(chain.headers.map(({ end, start }) => end - start)).toEqual(headers.map(({ length }) => length))
      }),
    )
  })

  test('options come out as they went in, between padding to a multiple of 8 bytes', () => {
    fc.assert(
      fc.property(options, (list) => {
        const bytes = emitIpv6Options(17, list)
        expect(bytes.length % 8).toBe(0)
        expect(bytes.length).toBe(8 * (bytes[1]! + 1))
        const parsed = parseIpv6Options(bytes.subarray(2))
        if (parsed instanceof ParseError) throw new Error(parsed.toString())
        const known = parsed.filter(({ type }) => type > 1).map(({ type, data }) => ({ type, data }))
        expect(known).toEqual(list)
      }),
    )
  })

  test('the highest bits of an unknown option tell what becomes of the packet (RFC 8200 4.2)', () => {
    expect([0x1e, 0x5e, 0x9e, 0xde].map(unknownOptionAction)).toEqual(['skip', 'discard', 'report', 'report to one'])
  })

  test('a fragment header comes out as it went in, and its field table reads the same', () => {
    fc.assert(
      fc.property(fragmentHeader, (header) => {
        const bytes = emitFragmentHeader(header)
        expect(readFragmentHeader(bytes, 0)).toEqual(header)
        expect(read(FRAGMENT_FIELDS, bytes)).toEqual({
          'ipv6.fraghdr.nxt': header.nextHeader,
          'ipv6.fraghdr.reserved_octet': 0,
          'ipv6.fraghdr.offset': header.offset / 8,
          'ipv6.fraghdr.reserved_bits': 0,
          'ipv6.fraghdr.more': Number(header.moreFragments),
          'ipv6.fraghdr.ident': header.identification,
        })
      }),
    )
  })

  test('behind a fragment that is not the first nothing is read as a header', () => {
    const piece = emitFragmentHeader({ nextHeader: 60, offset: 8, moreFragments: true, identification: 1 })
    expect(parseExtensions(44, concat(piece, new Uint8Array(16)))).toMatchObject({
      protocol: 60,
      start: 8,
      error: null,
    })
  })

  test('cut off anywhere, and random bytes, never throw', () => {
    const whole = concat(emitIpv6Options(43, [{ type: 5, data: Uint8Array.of(0, 0) }]), new Uint8Array(8).fill(0, 0))
    for (let length = 1; length < 8; length++) {
      expect(parseExtensions(0, whole.subarray(0, length)).error).toBeInstanceOf(ParseError)
    }
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 100 }), (next, bytes) => {
        expect(parseExtensions(next, bytes).start).toBeLessThanOrEqual(bytes.length)
        expect(parseIpv6Options(bytes)).toBeTypeOf('object')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('checksums over IPv6', () => {
  test('cover the pseudo-header: another address shows', () => {
    fc.assert(
      fc.property(icmpMessage, udpDatagram, ipv6Address, ipv6Address, (message, datagram, from, to) => {
        const icmp = emitIcmpv6(message, from, to)
        const udp = emitUdp(datagram, from, to)
        expect(icmpv6ChecksumOk(icmp, from, to)).toBe(true)
        expect(transportChecksumOk(udp, from, to, 17)).toBe(true)
        const last = to.endsWith('1') ? '2' : '1'
        const other = `2001:db8:0:${from.length}::${last}`
        fc.pre(other !== from)
        expect(icmpv6ChecksumOk(icmp, other, to) && transportChecksumOk(udp, other, to, 17)).toBe(false)
      }),
    )
  })

  test('a UDP datagram without one is wrong (RFC 8200 8.1)', () => {
    const datagram = emitUdp({ sourcePort: 1, destinationPort: 2, payload: Uint8Array.of(3) }, '::1', '::1')
    datagram.fill(0, 6, 8)
    expect(transportChecksumOk(datagram, '::1', '::1', 17)).toBe(false)
  })
})

describe('ICMPv6', () => {
  test('an error quotes as much as leaves it within 1280 bytes (RFC 4443 2.4 c)', () => {
    const error = icmpv6Error(3, 0, new Uint8Array(3000))
    expect(40 + emitIcmpv6(error, '::1', '::1').length).toBe(1280)
  })

  test('messages of neighbor discovery come out as they went in', () => {
    fc.assert(fc.property(ndMessages, (message) => void expect(parseNd(ndMessage(message))).toEqual(message)))
  })

  test('an option of length 0 makes a message of neighbor discovery invalid (RFC 4861 4.6)', () => {
    const message = ndMessage({ kind: 'neighbor solicitation', target: 'fe80::1', options: [] })
    const payload = concat(message.payload, new Uint8Array(8))
    expect(parseNd({ ...message, payload })).toBeInstanceOf(ParseError)
  })

  test('MLD: a query of version 1, and of version 2 with sources, and a report of two groups', () => {
    const group = [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x16]
    const source = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    const message = (type: number, rest: number, ...payload: number[]) =>
      parseMld({ type, code: 0, rest, payload: Uint8Array.from(payload) })
    const query = { kind: 'query', group: 'ff02::16' }
    expect(message(130, 1000 * 0x10000, ...group)).toEqual({ ...query, version: 1, maximumResponseDelay: 1000 })
    expect(message(130, 1000 * 0x10000, ...group, 2, 125, 0, 1, ...source)).toEqual({
      ...query,
      version: 2,
      maximumResponseCode: 1000,
      suppress: false,
      robustness: 2,
      queryInterval: 125,
      sources: ['2001:db8::1'],
    })
    const report = message(143, 2, 4, 0, 0, 0, ...group, 1, 1, 0, 1, ...group, ...source, 0, 0, 0, 0)
    expect(report).toEqual({
      kind: 'report',
      version: 2,
      records: [
        { type: 4, group: 'ff02::16', sources: [], start: 0, end: 20 },
        { type: 1, group: 'ff02::16', sources: ['2001:db8::1'], start: 20, end: 60 },
      ],
    })
    expect(message(143, 3, 4, 0, 0, 0, ...group)).toBeInstanceOf(ParseError)
  })

  test('random bodies never throw', () => {
    fc.assert(
      fc.property(icmpMessage, fc.integer({ min: 130, max: 143 }), (message, type) => {
        expect(parseNd({ ...message, type })).toBeTypeOf('object')
        expect(parseMld({ ...message, type })).toBeTypeOf('object')
      }),
      { numRuns: 1000 },
    )
  })
})
