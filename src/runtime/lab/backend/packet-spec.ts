import {
  EtherType,
  emitEthernet,
  emitIcmp,
  emitIpv4,
  emitTcp,
  emitUdp,
  type IpAddress,
  IpProtocol,
  ipAddressFrom,
  isIcmpError,
  TcpFlag,
} from '../../network/index.ts'
import type { PacketSpec } from '../api/index.ts'
import { encode } from './byte-queue.ts'
import { Failure } from './wait.ts'

/** A packet as the test described it, ready to go out. */
export interface BuiltPacket {
  /** The IP packet; null for a frame of something else. */
  packet: Uint8Array | null
  destination: IpAddress | null
  /** The Ethernet header asked for, else null: then the host's stack finds the way. */
  frame: Uint8Array | null
}

const NO_BYTES = new Uint8Array(0)

/** Lengths and checksums are filled in unless given. `source`: the sender's address for that destination. */
export function buildPacket(spec: PacketSpec, source: (destination: IpAddress) => IpAddress, mac: string): BuiltPacket {
  const packet = spec.ip ? ipPacket(spec, source) : null
  const destination = spec.ip ? address(spec.ip.dst) : null
  if (!spec.eth) {
    if (!packet)
      throw new Failure(
        'MISUSE',
        'a packet with an ip or eth layer',
        `only ${Object.keys(spec).join(', ') || 'nothing'}`,
      )
    return { packet, destination, frame: null }
  }
  const { src = mac, dst = 'ff:ff:ff:ff:ff:ff', type = EtherType.IPV4 } = spec.eth
  const payload = packet ?? spec.bytes ?? encode(spec.payload ?? NO_BYTES)
  return { packet, destination, frame: emitEthernet({ source: src, destination: dst, type, payload }) }
}

function ipPacket(spec: PacketSpec, sourceFor: (destination: IpAddress) => IpAddress): Uint8Array {
  const ip = spec.ip!
  const destination = address(ip.dst)
  const source = ip.src === undefined ? sourceFor(destination) : address(ip.src)
  return emitIpv4({
    dscp: 0,
    ecn: 0,
    identification: ip.id ?? 0,
    reservedFlag: false,
    dontFragment: ip.df ?? true,
    moreFragments: ip.mf ?? false,
    fragmentOffset: ip.offset ?? 0,
    ttl: ip.ttl ?? 64,
    protocol: ip.protocol ?? protocolOf(spec),
    source,
    destination,
    options: ip.options ?? NO_BYTES,
    payload: transport(spec, source, destination),
  })
}

function protocolOf(spec: PacketSpec): number {
  if (spec.icmp) return IpProtocol.ICMP
  if (spec.udp) return IpProtocol.UDP
  if (spec.tcp) return IpProtocol.TCP
  if (spec.bytes || spec.payload !== undefined)
    throw new Failure('MISUSE', 'ip.protocol, as there is no tcp, udp or icmp layer', 'none')
  return IpProtocol.ICMP
}

function transport(spec: PacketSpec, source: IpAddress, destination: IpAddress): Uint8Array {
  const payload = encode(spec.payload ?? NO_BYTES)
  if (spec.bytes) return spec.bytes
  if (spec.icmp) return icmpMessage(spec.icmp, payload, source, destination)
  if (spec.udp) return udpDatagram(spec.udp, payload, source, destination)
  if (spec.tcp) return tcpSegment(spec.tcp, payload, source, destination)
  return payload
}

function udpDatagram(
  udp: NonNullable<PacketSpec['udp']>,
  payload: Uint8Array,
  source: IpAddress,
  destination: IpAddress,
): Uint8Array {
  const bytes = emitUdp({ sourcePort: udp.src, destinationPort: udp.dst, payload }, source, destination)
  if (udp.checksum !== undefined) bytes.set([udp.checksum >> 8, udp.checksum & 0xff], 6)
  return bytes
}

function tcpSegment(
  tcp: NonNullable<PacketSpec['tcp']>,
  payload: Uint8Array,
  source: IpAddress,
  destination: IpAddress,
): Uint8Array {
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

/** `SYN ACK`, `RST`, in any order, with spaces or commas between. */
function tcpFlags(text: string): number {
  const words = text.split(/[\s,|]+/).filter(Boolean)
  return words.reduce((flags, word) => {
    const flag = TcpFlag[word.toUpperCase() as keyof typeof TcpFlag]
    if (flag === undefined)
      throw new Failure('MISUSE', `TCP flags of ${Object.keys(TcpFlag).join(', ')}`, JSON.stringify(word))
    return flags | flag
  }, 0)
}

function icmpMessage(
  icmp: NonNullable<PacketSpec['icmp']>,
  payload: Uint8Array,
  source: IpAddress,
  destination: IpAddress,
): Uint8Array {
  const { type, code = 0, id = 0, seq = 0, mtu = 0, about } = icmp
  if (!about) return emitIcmp({ type, code, rest: ((id << 16) | seq) >>> 0, payload })
  if (!isIcmpError(type))
    throw new Failure('MISUSE', 'an ICMP error (types 3, 4, 5, 11, 12), as only those quote a packet', `type ${type}`)
  // An error quotes the IP header and as much of the rest as fits into 576 bytes altogether (RFC 1812 4.3.2.3).
  const quoted = quotedBytes(about as PacketSpec, source, destination).subarray(0, 576 - 28)
  return emitIcmp({ type, code, rest: mtu, payload: quoted })
}

/** A recorded packet is quoted without its Ethernet header; one described by a test is built: it had gone the other way. */
function quotedBytes(about: PacketSpec, source: IpAddress, destination: IpAddress): Uint8Array {
  if (about.bytes && !about.ip) return about.bytes.subarray(14)
  return ipPacket({ ...about, ip: { src: destination, ...about.ip!, dst: about.ip?.dst ?? source } }, () => destination)
}

function address(text: string): IpAddress {
  const found = ipAddressFrom(text)
  if (found === null) throw new Failure('MISUSE', 'an IP address', JSON.stringify(text))
  return found
}
