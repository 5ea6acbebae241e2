/** IPv6 packets as no stack would send them, but all of them well-formed. */
import fc from 'fast-check'
import {
  emitIcmpv6,
  emitIpv6,
  emitIpv6Options,
  emitTcp,
  emitTcpOptions,
  emitUdp,
  type IcmpMessage,
  type Ipv6Packet,
  icmpv6Echo,
  icmpv6Error,
  ndMessage,
  TcpFlag,
  writeFragmentHeader,
} from '#network'
import {
  fragmentHeader,
  ipv6Address,
  ipv6Packet,
  ndMessages,
  tcpSegment,
  udpDatagram,
} from '#network/wire/arbitraries.fixture.ts'
import { knownOptions } from './synthetic.ts'

const concat = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))

/** Group addresses only receive, and Wireshark reads addresses of tunnels into others. */
const oneAddress = ipv6Address.map((address) => (/^(ff|::|2002:|fe)/.test(address) ? '2001:db8::5' : address))

/** Extension headers in front of a protocol: router alert, padding, an unknown destination option. */
const extensions = fc.constantFrom<((next: number) => [number, Uint8Array])[]>(
  (next) => [next, new Uint8Array(0)],
  (next) => [0, emitIpv6Options(next, [{ type: 5, data: Uint8Array.of(0, 0) }])],
  (next) => [60, emitIpv6Options(next, [{ type: 1, data: new Uint8Array(3) }])],
  (next) => [43, Uint8Array.of(next, 0, 253, 0, 1, 2, 3, 4)],
  (next) => [0, concat(emitIpv6Options(60, []), emitIpv6Options(next, []))],
)

function inIpv6(protocol: number, payload: (packet: Ipv6Packet) => fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.tuple(ipv6Packet, oneAddress, oneAddress, extensions).chain(([packet, source, destination, extend]) => {
    const whole = { ...packet, source, destination }
    const [nextHeader, headers] = extend(protocol)
    return payload(whole).map((bytes) => emitIpv6({ ...whole, nextHeader, payload: concat(headers, bytes) }))
  })
}

const udp = inIpv6(17, ({ source, destination }) =>
  udpDatagram.map((datagram) => emitUdp(datagram, source, destination)),
)

const tcp = inIpv6(6, ({ source, destination }) =>
  fc.tuple(tcpSegment, knownOptions).map(([segment, options]) => {
    const payload = segment.flags & TcpFlag.RST ? new Uint8Array(0) : segment.payload
    return emitTcp({ ...segment, payload, options: emitTcpOptions(options) }, source, destination)
  }),
)

function icmpv6(messages: fc.Arbitrary<IcmpMessage>): fc.Arbitrary<Uint8Array> {
  return inIpv6(58, ({ source, destination }) => messages.map((message) => emitIcmpv6(message, source, destination)))
}

const echo = icmpv6(
  fc
    .tuple(fc.constantFrom(128 as const, 129 as const), fc.nat(0xffff), fc.nat(0xffff), fc.nat(100))
    .map(([type, identifier, sequence, length]) =>
      icmpv6Echo(type, identifier, sequence, new Uint8Array(length).fill(0xee)),
    ),
)

const error = icmpv6(
  fc
    .tuple(
      fc.constantFrom([1, 0], [1, 1], [1, 3], [1, 4], [2, 0], [3, 0], [3, 1], [4, 0], [4, 1]),
      fc.oneof(udp, echo),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    )
    .map(([[type, code], packet, rest]) => icmpv6Error(type!, code!, packet, type === 2 || type === 4 ? rest : 0)),
)

const discovery = icmpv6(
  fc.tuple(ndMessages, fc.oneof(udp, echo)).map(([message, packet]) => {
    const options = message.options.filter(({ kind }) => kind !== 'unknown' && kind !== 'redirected packet')
    if (message.kind !== 'redirect') return ndMessage({ ...message, options })
    const bytes = packet.subarray(0, packet.length & ~7)
    return ndMessage({ ...message, options: [...options, { kind: 'redirected packet', bytes }] })
  }),
)

const group = ipv6Address.map((address) => [...Buffer.from(new Uint8Array(emitIpv6Address(address)))])
function emitIpv6Address(address: string): Uint8Array {
  return emitIpv6({
    dscp: 0,
    ecn: 0,
    flowLabel: 0,
    nextHeader: 59,
    hopLimit: 1,
    source: address,
    destination: '::',
    payload: new Uint8Array(0),
  }).slice(8, 24)
}

const mld = icmpv6(
  fc.tuple(fc.constantFrom(130, 131, 132, 143), group, group, fc.nat(255)).map(([type, one, two, n]) => {
    if (type !== 143) return { type, code: 0, rest: n * 0x10000, payload: Uint8Array.from(one) }
    const records = [1 + (n % 6), 0, 0, 1, ...one, ...two, 4, 0, 0, 0, ...two]
    return { type, code: 0, rest: 2, payload: Uint8Array.from(records) }
  }),
)

const mldQuery = icmpv6(
  fc.tuple(group, group, fc.nat(255), fc.nat(15)).map(([one, two, n, flags]) => {
    return { type: 130, code: 0, rest: n * 0x10000, payload: Uint8Array.from([...one, flags, n, 0, 1, ...two]) }
  }),
)

const piece = fc
  .tuple(ipv6Packet, oneAddress, oneAddress, fragmentHeader, fc.uint8Array({ minLength: 64, maxLength: 64 }))
  .map(([packet, source, destination, header, payload]) => {
    const bytes = new Uint8Array(8)
    writeFragmentHeader(bytes, 0, { ...header, nextHeader: 17, offset: Math.max(8, header.offset % 32_768) })
    return emitIpv6({ ...packet, source, destination, nextHeader: 44, payload: concat(bytes, payload) })
  })

/** IPv6 packets of every kind that our dissection knows. */
export const ipv6: fc.Arbitrary<Uint8Array> = fc.oneof(udp, tcp, echo, error, discovery, mld, mldQuery, piece)
