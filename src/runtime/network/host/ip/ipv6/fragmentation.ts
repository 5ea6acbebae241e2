/** Fragmenting packets at their source (RFC 8200 §4.5): routers don't. */
import {
  ETHERNET_HEADER_LENGTH,
  FRAGMENT_HEADER_LENGTH,
  IPV6_HEADER_LENGTH,
  IpProtocol,
  type Ipv6Packet,
  newFrame,
  writeFragmentHeader,
  writeIpv6Header,
} from '../../../wire/index.ts'

/** Returns the fragments of a packet without extension headers, each in a frame with room for an Ethernet header. `mtu` is at least 1280. */
export function fragment(packet: Ipv6Packet, mtu: number, identification: number): Uint8Array[] {
  const frames: Uint8Array[] = []
  const room = (mtu - IPV6_HEADER_LENGTH - FRAGMENT_HEADER_LENGTH) & ~7
  for (let offset = 0; offset < packet.payload.length; offset += room) {
    const piece = packet.payload.subarray(offset, offset + room)
    const length = FRAGMENT_HEADER_LENGTH + piece.length
    const frame = newFrame(ETHERNET_HEADER_LENGTH + IPV6_HEADER_LENGTH + length)
    const header = { ...packet, nextHeader: IpProtocol.FRAGMENT }
    const start = writeIpv6Header(frame, ETHERNET_HEADER_LENGTH, header, length)
    const moreFragments = offset + piece.length < packet.payload.length
    const fields = { nextHeader: packet.nextHeader, offset, moreFragments, identification }
    frame.set(piece, writeFragmentHeader(frame, start, fields))
    frames.push(frame)
  }
  return frames
}
