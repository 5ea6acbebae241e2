/** Rewriting IPv4 packets in place, with every checksum that covers what changes (RFC 3022 §4.1, §4.3; RFC 1624). */
import { ipv4Number } from '../../../address/index.ts'
import { ICMP_HEADER_LENGTH, IcmpType, IpProtocol, internetChecksum, updateChecksum } from '../../../wire/index.ts'
import type { Endpoint } from './tuple.ts'

export type Side = 'source' | 'destination'

const HEADER_CHECKSUM_AT = 10
const ADDRESS_AT = { source: 12, destination: 16 } as const
const PORT_AT = { source: 0, destination: 2 } as const
const IDENTIFIER_AT = 4

/** Gives a packet another sender or receiver. `packet`: all of it, or what an ICMP error quotes of one, which may be cut. */
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
  if (protocol === IpProtocol.UDP && checksumAt !== null && read(packet, checksumAt) === 0)
    write(packet, checksumAt, 0xffff)
}

/** An ICMP error's outer address, and in the packet that it quotes the endpoint that stands for the same host (RFC 5508 §4.2). */
export function translateError(packet: Uint8Array, side: Side, endpoint: Endpoint): void {
  const header = (packet[0]! & 15) * 4
  const number = ipv4Number(endpoint.address)
  replace(packet, ADDRESS_AT[side], number >>> 16, [HEADER_CHECKSUM_AT])
  replace(packet, ADDRESS_AT[side] + 2, number & 0xffff, [HEADER_CHECKSUM_AT])
  translate(packet.subarray(header + ICMP_HEADER_LENGTH), side === 'source' ? 'destination' : 'source', endpoint)
  write(packet, header + 2, 0)
  write(packet, header + 2, internetChecksum(packet, header))
}

/** Null: cut off, or of a UDP datagram without one. */
function transportChecksumAt(packet: Uint8Array, transport: number, protocol: number): number | null {
  const offset = { [IpProtocol.TCP]: 16, [IpProtocol.UDP]: 6, [IpProtocol.ICMP]: 2 }[protocol]
  if (offset === undefined || transport + offset + 2 > packet.length) return null
  const isLeftOut = protocol === IpProtocol.UDP && read(packet, transport + offset) === 0
  return isLeftOut ? null : transport + offset
}

const ASKING: readonly number[] = [IcmpType.ECHO_REQUEST, IcmpType.TIMESTAMP_REQUEST]
const ANSWERING: readonly number[] = [IcmpType.ECHO_REPLY, IcmpType.TIMESTAMP_REPLY]

/** The identifier of an ICMP query belongs to the host that asks. */
function placeOfPort(packet: Uint8Array, transport: number, protocol: number, side: Side): number | null {
  if (protocol === IpProtocol.TCP || protocol === IpProtocol.UDP) return transport + PORT_AT[side]
  if (protocol !== IpProtocol.ICMP) return null
  const types = side === 'source' ? ASKING : ANSWERING
  return types.includes(packet[transport]!) ? transport + IDENTIFIER_AT : null
}

function replace(packet: Uint8Array, at: number, word: number, sums: readonly number[]): void {
  const before = read(packet, at)
  for (const sum of sums) write(packet, sum, updateChecksum(read(packet, sum), before, word))
  write(packet, at, word)
}

const read = (bytes: Uint8Array, at: number) => (bytes[at]! << 8) | bytes[at + 1]!

function write(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 8
  bytes[at + 1] = word
}
