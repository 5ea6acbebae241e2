export interface Dissection {
  destination: string
  source: string
  vlan: number | null
  type: number
  ip: { source: string; destination: string; ttl: number; protocol: number } | null
  ports: { source: number; destination: number } | null
  data: Buffer
}

class Cut extends Error {}

/** Takes bytes from the front, and throws Cut where there are too few. */
class Cursor {
  #bytes: Buffer
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }
  take(n: number): Buffer {
    if (n < 0 || n > this.#bytes.length) throw new Cut()
    const taken = this.#bytes.subarray(0, n)
    this.#bytes = this.#bytes.subarray(n)
    return taken
  }
  u16 = () => this.take(2).readUInt16BE()
  mac = () => this.take(6).toString('hex').replace(/..(?=.)/g, '$&:')
  rest = () => this.take(this.#bytes.length)
}

export function dissect(frame: Buffer): Dissection | null {
  try {
    return read(new Cursor(frame))
  } catch (error) {
    if (error instanceof Cut) return null
    throw error
  }
}

function read(frame: Cursor): Dissection {
  const destination = frame.mac()
  const source = frame.mac()
  let type = frame.u16()
  let vlan: number | null = null
  if (type === 0x8100) {
    vlan = frame.u16() % 4096
    type = frame.u16()
  }
  const ethernet = { destination, source, vlan, type }
  if (type !== 0x800) return { ...ethernet, ip: null, ports: null, data: frame.rest() }

  const start = frame.take(20)
  const [first = 0, , , , , , , , ttl = 0, protocol = 0] = start
  if (first < 0x45 || first > 0x4f) throw new Cut()
  frame.take((first - 0x45) * 4)
  const packet = new Cursor(frame.take(start.readUInt16BE(2) - (first - 0x40) * 4))
  const ip = { source: start.subarray(12, 16).join('.'), destination: start.subarray(16).join('.'), ttl, protocol }
  const offset = start.readUInt16BE(6) % 8192
  if (offset > 0 || ![6, 17].includes(protocol)) return { ...ethernet, ip, ports: null, data: packet.rest() }

  const ports = { source: packet.u16(), destination: packet.u16() }
  if (protocol === 17) packet.take(4)
  else {
    const words = packet.take(16)[8]! >> 4
    packet.take((words - 5) * 4)
  }
  return { ...ethernet, ip, ports, data: packet.rest() }
}
