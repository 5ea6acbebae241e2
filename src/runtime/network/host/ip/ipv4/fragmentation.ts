/** Fragmenting packets larger than the next link's MTU (RFC 791 3.2). */
import {
  ETHERNET_HEADER_LENGTH,
  IPV4_HEADER_LENGTH,
  type Ipv4Header,
  type Ipv4Packet,
  newFrame,
  writeIpv4Header,
} from '../../../wire/index.ts'

const END_OF_OPTIONS = 0
const NO_OPERATION = 1
const COPIED = 0x80

/**
 * Returns the fragments of a packet, each in a frame with room for an Ethernet header, or none when the MTU leaves no room for
 * 8 bytes of payload. A fragment can be fragmented again: offsets and "more fragments" of the original are kept.
 */
export function fragment(packet: Ipv4Packet, mtu: number): Uint8Array[] {
  const frames: Uint8Array[] = []
  const laterOptions = copiedOptions(packet.options)
  for (let at = 0; at < packet.payload.length; ) {
    const options = at === 0 ? packet.options : laterOptions
    const room = (mtu - IPV4_HEADER_LENGTH - options.length) & ~7
    if (room < 8) return []
    const piece = packet.payload.subarray(at, at + room)
    const last = at + piece.length === packet.payload.length
    frames.push(
      frameOf(
        {
          ...packet,
          options,
          dontFragment: false,
          fragmentOffset: packet.fragmentOffset + at,
          moreFragments: packet.moreFragments || !last,
        },
        piece,
      ),
    )
    at += piece.length
  }
  return frames
}

function frameOf(header: Ipv4Header, payload: Uint8Array): Uint8Array {
  const frame = newFrame(ETHERNET_HEADER_LENGTH + IPV4_HEADER_LENGTH + header.options.length + payload.length)
  frame.set(payload, writeIpv4Header(frame, ETHERNET_HEADER_LENGTH, header, payload.length))
  return frame
}

/** Returns only options with the copied flag, which are in every fragment; the others are in the first one only (RFC 791 3.1). */
function copiedOptions(options: Uint8Array): Uint8Array {
  const kept: number[] = []
  for (let at = 0; at < options.length && options[at] !== END_OF_OPTIONS; ) {
    const length = options[at] === NO_OPERATION ? 1 : Math.max(options[at + 1] ?? 0, 2)
    if (options[at]! & COPIED) kept.push(...options.subarray(at, at + length))
    at += length
  }
  while (kept.length % 4 !== 0) kept.push(END_OF_OPTIONS)
  return Uint8Array.from(kept)
}
