import { DNS_PORT, dissect } from '#network'
import type { DrawnPacket } from '../recording/index.ts'

const UDP_HEADER_LENGTH = 8

/** The DNS message in a datagram of the DNS port, also one that can't be parsed; null for other packets. */
export function dnsMessageOf(packet: DrawnPacket & { bytes: Uint8Array }): Uint8Array | null {
  const { layers } = dissect(packet.bytes)
  const udp = layers.find(({ protocol, source }) => protocol === 'udp' && source === 'frame')
  const ports = udp?.fields.filter(({ name }) => name === 'udp.srcport' || name === 'udp.dstport') ?? []
  if (!udp || !ports.some(({ value }) => value === DNS_PORT)) return null
  return packet.bytes.subarray(udp.offset + UDP_HEADER_LENGTH)
}
