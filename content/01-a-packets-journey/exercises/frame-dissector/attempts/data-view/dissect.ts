export interface Dissection {
  destination: string
  source: string
  vlan: number | null
  type: number
  ip: { source: string; destination: string; ttl: number; protocol: number } | null
  ports: { source: number; destination: number } | null
  data: Buffer
}

export function dissect(frame: Buffer): Dissection | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const n = frame.length
  if (n < 14) return null
  let at = 12
  let vlan = null
  if (view.getUint16(at) === 0x8100) {
    if (n < 18) return null
    vlan = view.getUint16(14) & 0xfff
    at += 4
  }
  const type = view.getUint16(at)
  at += 2
  const result: Dissection = {
    destination: address(0),
    source: address(6),
    vlan,
    type,
    ip: null,
    ports: null,
    data: frame.subarray(at),
  }
  if (type !== 0x0800) return result

  if (n - at < 20) return null
  const version = view.getUint8(at) >>> 4
  const ihl = (view.getUint8(at) & 0x0f) << 2
  const end = at + view.getUint16(at + 2)
  if (version !== 4 || ihl < 20 || at + ihl > end || end > n) return null
  const protocol = view.getUint8(at + 9)
  result.ip = { source: quad(at + 12), destination: quad(at + 16), ttl: view.getUint8(at + 8), protocol }
  const isFirst = (view.getUint16(at + 6) & 0x1fff) === 0
  let body = at + ihl
  if (isFirst && protocol === 17) {
    if (end - body < 8) return null
    ports(body)
    body += 8
  }
  if (isFirst && protocol === 6) {
    if (end - body < 20) return null
    const offset = (view.getUint8(body + 12) >>> 4) * 4
    if (offset < 20 || body + offset > end) return null
    ports(body)
    body += offset
  }
  result.data = frame.subarray(body, end)
  return result

  function ports(from: number) {
    result.ports = { source: view.getUint16(from), destination: view.getUint16(from + 2) }
  }
  function quad(from: number) {
    return [0, 1, 2, 3].map((i) => view.getUint8(from + i)).join('.')
  }
  function address(from: number) {
    return [0, 1, 2, 3, 4, 5].map((i) => ('0' + view.getUint8(from + i).toString(16)).slice(-2)).join(':')
  }
}
