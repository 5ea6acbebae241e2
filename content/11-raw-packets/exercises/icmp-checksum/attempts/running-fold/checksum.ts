const plus = (a: number, b: number) => {
  const sum = a + b
  return sum > 0xffff ? sum - 0xffff : sum
}

function add(bytes: Uint8Array, sum = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let i = 0; i + 1 < bytes.length; i += 2) sum = plus(sum, view.getUint16(i))
  if (bytes.length % 2 === 1) sum = plus(sum, view.getUint8(bytes.length - 1) << 8)
  return sum
}

const not = (word: number) => 0xffff - word

export function checksum(message: Uint8Array): number {
  return not(add(message))
}

export function isIntact(message: Uint8Array): boolean {
  return add(message) === 0xffff
}

export function echoRequest(id: number, seq: number, data: Uint8Array): Uint8Array {
  const message = new Uint8Array(8 + data.length)
  const view = new DataView(message.buffer)
  view.setUint8(0, 8)
  view.setUint16(4, id)
  view.setUint16(6, seq)
  message.set(data, 8)
  view.setUint16(2, checksum(message))
  return message
}

function addresses(source: string, destination: string): number {
  let sum = 0
  for (const address of [source, destination]) {
    const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number]
    sum = plus(plus(sum, a * 256 + b), c * 256 + d)
  }
  return sum
}

export function udpChecksum(source: string, destination: string, datagram: Uint8Array): number {
  const start = plus(addresses(source, destination), 17 + datagram.length)
  const withoutField = add(datagram.subarray(8), add(datagram.subarray(0, 6), start))
  return not(withoutField) === 0 ? 0xffff : not(withoutField)
}

export function isIntactDatagram(source: string, destination: string, datagram: Uint8Array): boolean {
  const field = datagram[6]! * 256 + datagram[7]!
  return field === 0 || plus(not(udpChecksum(source, destination, datagram)), field) === 0xffff
}

export function updatedChecksum(checksum: number, before: number, after: number): number {
  return not(plus(plus(not(checksum), not(before)), after))
}
