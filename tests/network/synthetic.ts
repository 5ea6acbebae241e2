/** Frames as no stack would send them, but all of them well-formed: every field over the range that makes sense to Wireshark. */
import fc from 'fast-check'
import {
  emitArp,
  emitEthernet,
  emitIcmp,
  emitIgmp,
  emitIpv4,
  emitTcp,
  emitTcpOptions,
  emitUdp,
  type Ipv4Packet,
  icmpEcho,
  icmpError,
  TcpFlag,
} from '#network'
import {
  arpPacket,
  ethernetFrame,
  igmpMessage,
  ipv4Packet,
  tcpOptions,
  tcpSegment,
  udpDatagram,
} from '#network/wire/arbitraries.fixture.ts'

/** An IPv4 packet around what `payload` makes for its addresses. Options: none, or a router alert and padding. */
function inIpv4(protocol: number, payload: (packet: Ipv4Packet) => fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const options = fc.constantFrom(new Uint8Array(0), Uint8Array.of(0x94, 4, 0, 0), Uint8Array.of(1, 0, 0, 0))
  return fc.tuple(ipv4Packet, options).chain(([packet, chosen]) => {
    const whole = { ...packet, protocol, options: chosen, moreFragments: false, fragmentOffset: 0, reservedFlag: false }
    return payload(whole).map((bytes) => emitIpv4({ ...whole, payload: bytes }))
  })
}

const udp = inIpv4(17, ({ source, destination }) =>
  udpDatagram.map((datagram) => emitUdp(datagram, source, destination)),
)

/** Options whose kind Wireshark does not know either. */
export const knownOptions = tcpOptions.map((options) =>
  options.map((option) => (option.kind === 'unknown' ? { ...option, number: 200 + (option.number % 50) } : option)),
)

const tcp = inIpv4(6, ({ source, destination }) =>
  fc.tuple(tcpSegment, knownOptions).map(([segment, options]) => {
    // Wireshark takes what a reset carries for a text that says why, not for data.
    const payload = segment.flags & TcpFlag.RST ? new Uint8Array(0) : segment.payload
    return emitTcp({ ...segment, payload, options: emitTcpOptions(options) }, source, destination)
  }),
)

const echo = inIpv4(1, () =>
  fc
    .tuple(fc.constantFrom(0 as const, 8 as const), fc.nat(0xffff), fc.nat(0xffff), fc.nat(100))
    // A pattern that nobody takes for the time of day that ping writes into its data.
    .map(([type, identifier, sequence, length]) =>
      emitIcmp(icmpEcho(type, identifier, sequence, new Uint8Array(length).fill(0xee))),
    ),
)

const error = inIpv4(1, () =>
  fc
    .tuple(
      fc.constantFrom([3, 0], [3, 1], [3, 2], [3, 3], [3, 4], [3, 13], [11, 0], [11, 1]),
      fc.oneof(udp, echo),
      fc.nat(0xffff),
      fc.boolean(),
    )
    .map(([[type, code], packet, mtu, isShort]) => {
      const message = icmpError(type!, code!, packet, type === 3 && code === 4 ? mtu : 0)
      const headerLength = (packet[0]! & 15) * 4
      return emitIcmp(isShort ? { ...message, payload: message.payload.slice(0, headerLength + 8) } : message)
    }),
)

const igmp = inIpv4(2, () => igmpMessage.map(emitIgmp))

const arp = arpPacket.map((packet) => emitArp({ ...packet, operation: 1 + (packet.operation & 1) }))

/** A source address that could be one: group addresses only receive. */
export const header = ethernetFrame.map((frame) => ({ ...frame, source: `02${frame.source.slice(2)}` }))

export const frame: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .tuple(header, fc.oneof(udp, tcp, echo, error, igmp))
    .map(([h, payload]) => emitEthernet({ ...h, type: 0x0800, payload })),
  fc.tuple(header, arp).map(([h, payload]) => emitEthernet({ ...h, type: 0x0806, payload })),
)
