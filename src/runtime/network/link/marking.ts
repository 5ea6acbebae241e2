import { read16, write16 } from '../bytes.ts'
import { ETHERNET_HEADER_LENGTH, EtherType, updateChecksum } from '../wire/index.ts'

const IP = ETHERNET_HEADER_LENGTH
const ECN = 3

/**
 * Returns a copy of the frame marked "congestion experienced" (RFC 3168 5), or null if its sender does not support
 * that. Updates the header checksum of IPv4.
 */
export function marked(frame: Uint8Array): Uint8Array | null {
  if (frame.length < IP + 20) return null
  const type = read16(frame, IP - 2)
  if (type === EtherType.IPV4) return markedIpv4(frame)
  return type === EtherType.IPV6 ? markedIpv6(frame) : null
}

function markedIpv4(frame: Uint8Array): Uint8Array | null {
  if ((frame[IP + 1]! & ECN) === 0) return null
  const copy = frame.slice()
  copy[IP + 1] = frame[IP + 1]! | ECN
  const checksum = updateChecksum(read16(frame, IP + 10), read16(frame, IP), read16(copy, IP))
  write16(copy, IP + 10, checksum)
  return copy
}

/** The traffic class spans two bytes; its lowest bits are in the second. */
function markedIpv6(frame: Uint8Array): Uint8Array | null {
  if ((frame[IP + 1]! & (ECN << 4)) === 0) return null
  const copy = frame.slice()
  copy[IP + 1] = frame[IP + 1]! | (ECN << 4)
  return copy
}
