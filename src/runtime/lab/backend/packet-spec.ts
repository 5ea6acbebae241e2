/** Packets described by a test, of either family: the destination decides. */
import {
  addressFamily,
  EtherType,
  emitEthernet,
  emitIpv4,
  emitIpv6,
  FRAGMENT_HEADER_LENGTH,
  type IpAddress,
  IpProtocol,
  ipAddressFrom,
  writeFragmentHeader,
} from '#network'
import type { PacketSpec } from '../api/index.ts'
import { encode } from './byte-queue.ts'
import { payloadAbove, protocolAbove } from './transport-spec.ts'
import { Failure } from './wait.ts'

/** A packet ready to be sent, as the test described it. */
export interface BuiltPacket {
  /** The IP packet; null for a frame of something else. */
  packet: Uint8Array | null
  destination: IpAddress | null
  /** The requested Ethernet header; null lets the host's stack resolve the destination. */
  frame: Uint8Array | null
}

const NO_BYTES = new Uint8Array(0)

/**
 * Builds the packet, with lengths and checksums filled in unless given. `source`: the sender's address for that
 * destination.
 */
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
  const isIpv6 = destination !== null && addressFamily(destination) === 6
  const { src = mac, dst = 'ff:ff:ff:ff:ff:ff', type = isIpv6 ? EtherType.IPV6 : EtherType.IPV4 } = spec.eth
  const payload = packet ?? spec.bytes ?? encode(spec.payload ?? NO_BYTES)
  return { packet, destination, frame: emitEthernet({ source: src, destination: dst, type, payload }) }
}

interface Ends {
  source: IpAddress
  destination: IpAddress
}

function ipPacket(spec: PacketSpec, sourceFor: (destination: IpAddress) => IpAddress): Uint8Array {
  const ip = spec.ip!
  const destination = address(ip.dst)
  const source = ip.src === undefined ? sourceFor(destination) : address(ip.src)
  const family = addressFamily(destination)
  if (addressFamily(source) !== family)
    throw new Failure('MISUSE', `an address of IPv${family} as ip.src, like ip.dst`, source)
  const ends = { source, destination }
  const payload = payloadAbove(spec, ends, (about) => quotedBytes(about, ends))
  return family === 4 ? ipv4Packet(spec, ends, payload) : ipv6Packet(spec, ends, payload)
}

function ipv4Packet(spec: PacketSpec, ends: Ends, payload: Uint8Array): Uint8Array {
  const ip = spec.ip!
  return emitIpv4({
    dscp: 0,
    ecn: 0,
    reservedFlag: false,
    ...ends,
    payload,
    identification: ip.id ?? 0,
    dontFragment: ip.df ?? true,
    moreFragments: ip.mf ?? false,
    fragmentOffset: ip.offset ?? 0,
    ttl: ip.ttl ?? 64,
    protocol: ip.protocol ?? protocolAbove(spec, 4),
    options: ip.options ?? NO_BYTES,
  })
}

/** IPv4's fragment fields are in a fragment header (RFC 8200 4.5), if the test sets any of them. */
function ipv6Packet(spec: PacketSpec, ends: Ends, payload: Uint8Array): Uint8Array {
  const { id, mf, offset, ttl = 64, protocol = protocolAbove(spec, 6), options } = spec.ip!
  if (options) throw new Failure('MISUSE', 'no ip.options: they exist only in IPv4', `some to ${ends.destination}`)
  const header = { dscp: 0, ecn: 0, flowLabel: 0, hopLimit: ttl, ...ends }
  if (id === undefined && mf === undefined && offset === undefined)
    return emitIpv6({ ...header, nextHeader: protocol, payload })
  const fragment = new Uint8Array(FRAGMENT_HEADER_LENGTH + payload.length)
  const piece = { nextHeader: protocol, offset: offset ?? 0, moreFragments: mf ?? false, identification: id ?? 0 }
  fragment.set(payload, writeFragmentHeader(fragment, 0, piece))
  return emitIpv6({ ...header, nextHeader: IpProtocol.FRAGMENT, payload: fragment })
}

/** A recorded packet is quoted without its Ethernet header; a described one is built, with its direction reversed. */
function quotedBytes(about: PacketSpec, { source, destination }: Ends): Uint8Array {
  if (about.bytes && !about.ip) return about.bytes.subarray(14)
  return ipPacket({ ...about, ip: { src: destination, ...about.ip!, dst: about.ip?.dst ?? source } }, () => destination)
}

function address(text: string): IpAddress {
  const found = ipAddressFrom(text)
  if (found === null) throw new Failure('MISUSE', 'an IP address', JSON.stringify(text))
  return found
}
