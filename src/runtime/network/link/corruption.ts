/**
 * Bit errors. They hit data behind the Ethernet header, where the checksums of IP, TCP and UDP detect them, as on a
 * real path.
 */
import { ETHERNET_HEADER_LENGTH, EtherType, ParseError, parseEthernet, parseIpv4 } from '../wire/index.ts'

/** Returns a copy with one bit changed; `choose` gets the number of bits. Unchanged if there are none. */
export function flipBit(frame: Uint8Array, choose: (bits: number) => number): Uint8Array {
  const bits = (frame.length - ETHERNET_HEADER_LENGTH) * 8
  if (bits <= 0) return frame
  const bit = choose(bits)
  const copy = frame.slice()
  copy[ETHERNET_HEADER_LENGTH + (bit >> 3)]! ^= 1 << (bit & 7)
  return copy
}

/**
 * Returns a copy with the lowest bit of byte `at` of the IP payload changed (of the Ethernet payload without IP);
 * unchanged beyond the end.
 */
export function flipLowestBit(frame: Uint8Array, at: number): Uint8Array {
  const ethernet = parseEthernet(frame)
  if (ethernet instanceof ParseError) return frame
  const ip = ethernet.type === EtherType.IPV4 ? parseIpv4(ethernet.payload) : null
  const payload = ip === null || ip instanceof ParseError ? ethernet.payload : ip.payload
  if (at >= payload.length) return frame
  const copy = frame.slice()
  copy[payload.byteOffset - frame.byteOffset + at]! ^= 1
  return copy
}
