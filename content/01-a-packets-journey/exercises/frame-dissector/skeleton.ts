interface Dissection {
  destination: string
  source: string
  vlan: number | null
  type: number
  ip: { source: string; destination: string; ttl: number; protocol: number } | null
  ports: { source: number; destination: number } | null
  data: Buffer
}

export function dissect(frame: Buffer): Dissection | null {
  if (frame.length < 14) return null
  const typeAt = 12 // … four bytes further if there's a tag
  const ethernet = {
    destination: mac(frame.subarray(0, 6)),
    source: mac(frame.subarray(6, 12)),
    vlan: null, // …
    type: frame.readUInt16BE(typeAt),
  }
  const inside = frame.subarray(typeAt + 2)
  if (ethernet.type !== 0x0800) return { ...ethernet, ip: null, ports: null, data: inside }

  if (inside.length < 20) return null
  const headerLength = 20 // … from the first byte
  const totalLength = inside.readUInt16BE(2)
  // … null for a version, a header length or a total length that can't be
  const protocol = inside.readUInt8(9)
  const ip = { source: dotted(inside, 12), destination: dotted(inside, 16), ttl: inside.readUInt8(8), protocol }
  const rest = inside.subarray(headerLength, totalLength)
  // … a later fragment, or another protocol than UDP and TCP: no ports
  const length = protocol === 17 ? 8 : 20 // … a TCP header may be longer
  const ports = { source: rest.readUInt16BE(0), destination: rest.readUInt16BE(2) }
  return { ...ethernet, ip, ports, data: rest.subarray(length) }
}

const mac = (bytes: Buffer): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':')
const dotted = (bytes: Buffer, at: number): string => [...bytes.subarray(at, at + 4)].join('.')
