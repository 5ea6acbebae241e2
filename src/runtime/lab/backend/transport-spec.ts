/** Layers above IP in a packet described by a test. */
import {
  addressFamily,
  emitIcmp,
  emitIcmpv6,
  emitTcp,
  emitUdp,
  type Family,
  type IcmpMessage,
  type IpAddress,
  IpProtocol,
  icmpv6Error,
  isIcmpError,
  isIcmpv6Error,
  TcpFlag,
} from '#network'
import type { PacketSpec } from '../api/index.ts'
import { encode } from './byte-queue.ts'
import { Failure } from './wait.ts'

const NO_BYTES = new Uint8Array(0)

interface Ends {
  source: IpAddress
  destination: IpAddress
}

/** Protocol number for IP's header. */
export function protocolAbove(spec: PacketSpec, family: Family): number {
  if (spec.udp && !spec.icmp) return IpProtocol.UDP
  if (spec.tcp && !spec.icmp) return IpProtocol.TCP
  if (!spec.icmp && (spec.bytes || spec.payload !== undefined))
    throw new Failure('MISUSE', 'ip.protocol, as there is no tcp, udp or icmp layer', 'none')
  return family === 4 ? IpProtocol.ICMP : IpProtocol.ICMPV6
}

/** Everything after IP's headers. `quote`: bytes of the packet that an ICMP error quotes. */
export function payloadAbove(spec: PacketSpec, ends: Ends, quote: (about: PacketSpec) => Uint8Array): Uint8Array {
  const payload = encode(spec.payload ?? NO_BYTES)
  if (spec.bytes) return spec.bytes
  if (spec.icmp) return icmpMessage(spec.icmp, payload, ends, quote)
  if (spec.udp) return udpDatagram(spec.udp, payload, ends)
  if (spec.tcp) return tcpSegment(spec.tcp, payload, ends)
  return payload
}

function udpDatagram(udp: NonNullable<PacketSpec['udp']>, payload: Uint8Array, { source, destination }: Ends) {
  const bytes = emitUdp({ sourcePort: udp.src, destinationPort: udp.dst, payload }, source, destination)
  if (udp.checksum !== undefined) bytes.set([udp.checksum >> 8, udp.checksum & 0xff], 6)
  return bytes
}

function tcpSegment(tcp: NonNullable<PacketSpec['tcp']>, payload: Uint8Array, { source, destination }: Ends) {
  const segment = {
    sourcePort: tcp.src,
    destinationPort: tcp.dst,
    sequenceNumber: tcp.seq ?? 0,
    acknowledgmentNumber: tcp.ack ?? 0,
    reserved: 0,
    flags: tcpFlags(tcp.flags),
    window: tcp.window ?? 65_535,
    urgentPointer: 0,
    options: tcp.options ?? NO_BYTES,
    payload,
  }
  return emitTcp(segment, source, destination)
}

/** `SYN ACK`, `RST`, in any order, separated by spaces or commas. */
function tcpFlags(text: string): number {
  const words = text.split(/[\s,|]+/).filter(Boolean)
  return words.reduce((flags, word) => {
    const flag = TcpFlag[word.toUpperCase() as keyof typeof TcpFlag]
    if (flag === undefined)
      throw new Failure('MISUSE', `TCP flags of ${Object.keys(TcpFlag).join(', ')}`, JSON.stringify(word))
    return flags | flag
  }, 0)
}

/** ICMP, or ICMPv6, whose types have other numbers. */
function icmpMessage(
  icmp: NonNullable<PacketSpec['icmp']>,
  payload: Uint8Array,
  { source, destination }: Ends,
  quote: (about: PacketSpec) => Uint8Array,
): Uint8Array {
  const family = addressFamily(destination)
  const { type, code = 0, id = 0, seq = 0, about } = icmp
  const message = about
    ? errorAbout(icmp, quote(about as PacketSpec), family)
    : { type, code, rest: ((id << 16) | seq) >>> 0, payload }
  return family === 4 ? emitIcmp(message) : emitIcmpv6(message, source, destination)
}

function errorAbout(icmp: NonNullable<PacketSpec['icmp']>, quoted: Uint8Array, family: Family): IcmpMessage {
  const { type, code = 0, mtu = 0 } = icmp
  if (!(family === 4 ? isIcmpError(type) : isIcmpv6Error(type))) {
    const errors = family === 4 ? 'an ICMP error (types 3, 4, 5, 11, 12)' : 'an ICMPv6 error (types below 128)'
    throw new Failure('MISUSE', `${errors}, as only those quote a packet`, `type ${type}`)
  }
  if (family === 6) return icmpv6Error(type, code, quoted, mtu)
  // An error quotes the IP header and as much of the rest as fits into 576 bytes altogether (RFC 1812 4.3.2.3).
  return { type, code, rest: mtu, payload: quoted.subarray(0, 576 - 28) }
}
