/** Arbitrary packets for property tests: every field over its whole range. */
import fc from 'fast-check'
import { formatIpAddress, formatMacAddress } from '../address/index.ts'
import type {
  ArpPacket,
  EthernetFrame,
  FragmentHeader,
  GroupRecord,
  IcmpMessage,
  IgmpMessage,
  Ipv4Packet,
  Ipv6Packet,
  MldMessage,
  NdMessage,
  NdOption,
  TcpOption,
  TcpSegment,
  UdpDatagram,
} from './index.ts'
import { decodeTime8, emitTcpOptions } from './index.ts'

const bits = (count: number) => fc.nat(2 ** count - 1)
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const bytes = (maxLength: number) => fc.uint8Array({ maxLength })
const words = (count: number) => fc.nat(count).chain((n) => fc.uint8Array({ minLength: 4 * n, maxLength: 4 * n }))

export const ipv4Address = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(formatIpAddress)
/** IPv6 addresses, half of them with runs of zeros, which are abbreviated. */
export const ipv6Address = fc
  .tuple(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(16), fc.nat(16), fc.boolean())
  .map(([bytes, from, to, isPlain]) => formatIpAddress(isPlain ? bytes : bytes.fill(0, from, to)))
export const macAddress = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(formatMacAddress)

export const ethernetFrame: fc.Arbitrary<EthernetFrame> = fc.record({
  destination: macAddress,
  source: macAddress,
  type: bits(16),
  payload: bytes(200),
})

export const arpPacket: fc.Arbitrary<ArpPacket> = fc.record({
  operation: bits(16),
  senderMac: macAddress,
  senderIp: ipv4Address,
  targetMac: macAddress,
  targetIp: ipv4Address,
})

export const ipv4Packet: fc.Arbitrary<Ipv4Packet> = fc.record({
  dscp: bits(6),
  ecn: bits(2),
  identification: bits(16),
  reservedFlag: fc.boolean(),
  dontFragment: fc.boolean(),
  moreFragments: fc.boolean(),
  fragmentOffset: bits(13).map((n) => n * 8),
  ttl: bits(8),
  protocol: bits(8),
  source: ipv4Address,
  destination: ipv4Address,
  options: words(10),
  payload: bytes(200),
})

export const icmpMessage: fc.Arbitrary<IcmpMessage> = fc.record({
  type: bits(8),
  code: bits(8),
  rest: word,
  payload: bytes(200),
})

export const ipv6Packet: fc.Arbitrary<Ipv6Packet> = fc.record({
  dscp: bits(6),
  ecn: bits(2),
  flowLabel: bits(20),
  nextHeader: bits(8),
  hopLimit: bits(8),
  source: ipv6Address,
  destination: ipv6Address,
  payload: bytes(200),
})

export const fragmentHeader: fc.Arbitrary<FragmentHeader> = fc.record({
  nextHeader: bits(8),
  offset: bits(13).map((n) => n * 8),
  moreFragments: fc.boolean(),
  identification: word,
})

export const ndOption: fc.Arbitrary<NdOption> = fc.oneof(
  fc.record({ kind: fc.constantFrom('source link address' as const, 'target link address' as const), mac: macAddress }),
  fc.record({
    kind: fc.constant('prefix' as const),
    prefix: ipv6Address,
    length: bits(8),
    onLink: fc.boolean(),
    autonomous: fc.boolean(),
    validLifetime: word,
    preferredLifetime: word,
  }),
  fc.record({ kind: fc.constant('mtu' as const), mtu: word }),
  fc.record({
    kind: fc.constant('redirected packet' as const),
    bytes: fc.nat(12).chain((n) => fc.uint8Array({ minLength: 8 * n, maxLength: 8 * n })),
  }),
  fc.record({
    kind: fc.constant('rdnss' as const),
    lifetime: word,
    servers: fc.array(ipv6Address, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('unknown' as const),
    type: fc.integer({ min: 200, max: 250 }),
    data: fc.nat(3).chain((n) => fc.uint8Array({ minLength: 6 + 8 * n, maxLength: 6 + 8 * n })),
  }),
)

const ndOptions = fc.array(ndOption, { maxLength: 4 })

export const ndMessages: fc.Arbitrary<NdMessage> = fc.oneof(
  fc.record({ kind: fc.constant('neighbor solicitation' as const), target: ipv6Address, options: ndOptions }),
  fc.record({
    kind: fc.constant('neighbor advertisement' as const),
    router: fc.boolean(),
    solicited: fc.boolean(),
    override: fc.boolean(),
    target: ipv6Address,
    options: ndOptions,
  }),
  fc.record({ kind: fc.constant('router solicitation' as const), options: ndOptions }),
  fc.record({
    kind: fc.constant('redirect' as const),
    target: ipv6Address,
    destination: ipv6Address,
    options: ndOptions,
  }),
  fc.record({
    kind: fc.constant('router advertisement' as const),
    currentHopLimit: bits(8),
    managed: fc.boolean(),
    other: fc.boolean(),
    lifetime: bits(16),
    reachableTime: word,
    retransmissionTime: word,
    options: ndOptions,
  }),
)

export const udpDatagram: fc.Arbitrary<UdpDatagram> = fc.record({
  sourcePort: bits(16),
  destinationPort: bits(16),
  payload: bytes(200),
})

export const tcpOption: fc.Arbitrary<TcpOption> = fc.oneof(
  fc.constant<TcpOption>({ kind: 'nop' }),
  fc.record({ kind: fc.constant('mss' as const), value: bits(16) }),
  fc.record({ kind: fc.constant('wscale' as const), shift: bits(8) }),
  fc.constant<TcpOption>({ kind: 'sackOK' }),
  fc.record({
    kind: fc.constant('sack' as const),
    blocks: fc.array(fc.record({ left: word, right: word }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('timestamps' as const), value: word, echoReply: word }),
  fc.record({ kind: fc.constant('unknown' as const), number: fc.integer({ min: 30, max: 255 }), data: bytes(8) }),
)

/** As many options as fit. */
export const tcpOptions: fc.Arbitrary<TcpOption[]> = fc.array(tcpOption, { maxLength: 6 }).map((options) => {
  const fitting: TcpOption[] = []
  for (const option of options) {
    try {
      emitTcpOptions([...fitting, option])
      fitting.push(option)
    } catch {
      break
    }
  }
  return fitting
})

export const tcpSegment: fc.Arbitrary<TcpSegment> = fc.record({
  sourcePort: bits(16),
  destinationPort: bits(16),
  sequenceNumber: word,
  acknowledgmentNumber: word,
  reserved: bits(3),
  flags: bits(9),
  window: bits(16),
  urgentPointer: bits(16),
  options: fc.oneof(words(10), tcpOptions.map(emitTcpOptions)),
  payload: bytes(200),
})

const groupRecord = (address: fc.Arbitrary<string>): fc.Arbitrary<GroupRecord> =>
  fc.record({ type: fc.integer({ min: 1, max: 6 }), group: address, sources: fc.array(address, { maxLength: 4 }) })

/** Times that the code represents exactly. */
const time8 = bits(8).map(decodeTime8)

export const igmpMessage: fc.Arbitrary<IgmpMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('report' as const),
    version: fc.constantFrom(1 as const, 2 as const),
    group: ipv4Address,
  }),
  fc.record({ kind: fc.constant('leave' as const), group: ipv4Address }),
  fc.record({
    kind: fc.constant('report' as const),
    version: fc.constant(3 as const),
    records: fc.array(groupRecord(ipv4Address), { maxLength: 4 }),
  }),
  fc.tuple(fc.nat(255), ipv4Address).map(([maximumResponseTime, group]) => ({
    kind: 'query' as const,
    suppress: false,
    robustness: 0,
    queryInterval: 0,
    sources: [],
    group,
    version: maximumResponseTime === 0 ? (1 as const) : (2 as const),
    maximumResponseTime,
  })),
  fc.record({
    kind: fc.constant('query' as const),
    version: fc.constant(3 as const),
    maximumResponseTime: time8,
    group: ipv4Address,
    suppress: fc.boolean(),
    robustness: bits(3),
    queryInterval: time8,
    sources: fc.array(ipv4Address, { maxLength: 4 }),
  }),
)

export const mldMessage: fc.Arbitrary<MldMessage<GroupRecord>> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('query' as const, 'report' as const, 'done' as const),
    version: fc.constant(1 as const),
    maximumResponseDelay: bits(16),
    group: ipv6Address,
  }),
  fc.record({
    kind: fc.constant('report' as const),
    version: fc.constant(2 as const),
    records: fc.array(groupRecord(ipv6Address), { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('query' as const),
    version: fc.constant(2 as const),
    maximumResponseCode: bits(16),
    suppress: fc.boolean(),
    robustness: bits(3),
    queryInterval: time8,
    group: ipv6Address,
    sources: fc.array(ipv6Address, { maxLength: 4 }),
  }),
)
