/** Rewriting IPv4 packets in place, with every checksum that covers what changes (RFC 3022 §4.1, §4.3; RFC 1624). */
import { ipv4Number } from '../../../address/index.ts'
import { read16, write16 } from '../../../bytes.ts'
import { ICMP_HEADER_LENGTH, IpProtocol, internetChecksum, updateChecksum } from '../../../wire/index.ts'
import { type Endpoint, ICMP_QUERIES, ICMP_REPLIES } from './tuple.ts'

export type Side = 'source' | 'destination'

const HEADER_CHECKSUM_AT = 10
const ADDRESS_AT = { source: 12, destination: 16 } as const
const PORT_AT = { source: 0, destination: 2 } as const
const IDENTIFIER_AT = 4

/** Gives a packet another sender or receiver. `packet`: all of it, or the part that an ICMP error quotes, which may be cut. */
export function translate(packet: Uint8Array, side: Side, { address, port }: Endpoint): void {
  const transport = (packet[0]! & 15) * 4
  const protocol = packet[9]!
  const checksumAt = transportChecksumAt(packet, transport, protocol)
  const sums = checksumAt === null ? [] : [checksumAt]
  const number = ipv4Number(address)
  // The pseudo-header has the addresses; ICMP has none (RFC 792).
  const coveringAddress = [HEADER_CHECKSUM_AT, ...(protocol === IpProtocol.ICMP ? [] : sums)]
  replace(packet, ADDRESS_AT[side], number >>> 16, coveringAddress)
  replace(packet, ADDRESS_AT[side] + 2, number & 0xffff, coveringAddress)
  const portAt = placeOfPort(packet, transport, protocol, side)
  if (portAt !== null) replace(packet, portAt, port, sums)
  // 0 would say that there is no checksum (RFC 768).
  if (protocol === IpProtocol.UDP && checksumAt !== null && read16(packet, checksumAt) === 0)
    write16(packet, checksumAt, 0xffff)
}

/** An ICMP error's outer address, and in the packet that it quotes the endpoint that stands for the same host (RFC 5508 §4.2). */
export function translateError(packet: Uint8Array, side: Side, endpoint: Endpoint): void {
  const header = (packet[0]! & 15) * 4
  const number = ipv4Number(endpoint.address)
  replace(packet, ADDRESS_AT[side], number >>> 16, [HEADER_CHECKSUM_AT])
  replace(packet, ADDRESS_AT[side] + 2, number & 0xffff, [HEADER_CHECKSUM_AT])
  translate(packet.subarray(header + ICMP_HEADER_LENGTH), side === 'source' ? 'destination' : 'source', endpoint)
  write16(packet, header + 2, 0)
  write16(packet, header + 2, internetChecksum(packet, header))
}

/** Null if the checksum is cut off, or a UDP datagram has none. */
function transportChecksumAt(packet: Uint8Array, transport: number, protocol: number): number | null {
  const offset = { [IpProtocol.TCP]: 16, [IpProtocol.UDP]: 6, [IpProtocol.ICMP]: 2 }[protocol]
  if (offset === undefined || transport + offset + 2 > packet.length) return null
  const isLeftOut = protocol === IpProtocol.UDP && read16(packet, transport + offset) === 0
  return isLeftOut ? null : transport + offset
}

/** Offset of the port or ICMP identifier on this side. An identifier belongs to the host that sent the query. */
function placeOfPort(packet: Uint8Array, transport: number, protocol: number, side: Side): number | null {
  if (protocol === IpProtocol.TCP || protocol === IpProtocol.UDP) return transport + PORT_AT[side]
  if (protocol !== IpProtocol.ICMP) return null
  const types = side === 'source' ? ICMP_QUERIES : ICMP_REPLIES
  return types[IpProtocol.ICMP]!.includes(packet[transport]!) ? transport + IDENTIFIER_AT : null
}

function replace(packet: Uint8Array, at: number, word: number, sums: readonly number[]): void {
  const before = read16(packet, at)
  for (const sum of sums) write16(packet, sum, updateChecksum(read16(packet, sum), before, word))
  write16(packet, at, word)
}
