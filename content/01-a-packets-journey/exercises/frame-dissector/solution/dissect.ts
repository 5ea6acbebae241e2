const MAC_BYTES = 6
const TAGGED = 0x8100
const IPV4 = 0x0800
const UDP = 17
const TCP = 6
const WORD = 4
const SHORTEST_IP = 20
const UDP_HEADER = 8
const SHORTEST_TCP = 20

export interface Dissection {
  /** MAC addresses: `02:00:00:00:00:0b`. */
  destination: string
  source: string
  vlan: number | null
  type: number
  ip: { source: string; destination: string; ttl: number; protocol: number } | null
  ports: { source: number; destination: number } | null
  data: Buffer
}

/** What is in a frame; null if it's broken. */
export function dissect(frame: Buffer): Dissection | null {
  if (frame.length < 2 * MAC_BYTES + 2) return null
  const isTagged = frame.readUInt16BE(12) === TAGGED
  const typeAt = isTagged ? 16 : 12
  if (frame.length < typeAt + 2) return null
  const type = frame.readUInt16BE(typeAt)
  const ethernet = {
    destination: mac(frame.subarray(0, MAC_BYTES)),
    source: mac(frame.subarray(MAC_BYTES, 2 * MAC_BYTES)),
    vlan: isTagged ? frame.readUInt16BE(14) & 0x0fff : null,
    type,
  }
  const inside = frame.subarray(typeAt + 2)
  if (type !== IPV4) return { ...ethernet, ip: null, ports: null, data: inside }
  const packet = inIpv4(inside)
  return packet && { ...ethernet, ...packet }
}

function inIpv4(bytes: Buffer) {
  if (bytes.length < SHORTEST_IP) return null
  const first = bytes.readUInt8(0)
  const headerLength = (first & 15) * WORD
  const totalLength = bytes.readUInt16BE(2)
  if (first >> 4 !== 4 || headerLength < SHORTEST_IP) return null
  if (totalLength < headerLength || totalLength > bytes.length) return null
  const protocol = bytes.readUInt8(9)
  const ip = { source: dotted(bytes, 12), destination: dotted(bytes, 16), ttl: bytes.readUInt8(8), protocol }
  const rest = bytes.subarray(headerLength, totalLength) // what follows in the frame is padding
  const isLaterPiece = (bytes.readUInt16BE(6) & 0x1fff) !== 0
  if (isLaterPiece || (protocol !== UDP && protocol !== TCP)) return { ip, ports: null, data: rest }
  const length = protocol === UDP ? UDP_HEADER : tcpHeader(rest)
  if (length === null || rest.length < length) return null
  const ports = { source: rest.readUInt16BE(0), destination: rest.readUInt16BE(2) }
  return { ip, ports, data: rest.subarray(length) }
}

/** Length of a TCP header in bytes; null if there's none of this length. */
function tcpHeader(bytes: Buffer): number | null {
  if (bytes.length < SHORTEST_TCP) return null
  const length = (bytes.readUInt8(12) >> 4) * WORD
  return length < SHORTEST_TCP ? null : length
}

const mac = (bytes: Buffer): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
const dotted = (bytes: Buffer, at: number): string => [...bytes.subarray(at, at + 4)].join('.')
