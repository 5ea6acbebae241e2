function total(bytes: Uint8Array): number {
  let sum = 0n
  let any = false
  bytes.forEach((byte, i) => {
    sum += BigInt(i % 2 === 0 ? byte * 256 : byte)
    any ||= byte !== 0
  })
  const rest = Number(sum % 65535n)
  return rest === 0 && any ? 65535 : rest
}

const ip = (address: string) => address.split('.').map((part) => Number.parseInt(part, 10))

function inFront(source: string, destination: string, datagram: Uint8Array): Uint8Array {
  const header = [...ip(source), ...ip(destination), 0, 17, datagram.length >> 8, datagram.length & 255]
  return Uint8Array.from([...header, ...datagram])
}

export const checksum = (message: Uint8Array): number => 65535 - total(message)

export const isIntact = (message: Uint8Array): boolean => total(message) === 65535

export function echoRequest(id: number, seq: number, data: Uint8Array): Uint8Array {
  const message = Uint8Array.from([8, 0, 0, 0, id >> 8, id & 255, seq >> 8, seq & 255, ...data])
  const sum = checksum(message)
  message[2] = sum >> 8
  message[3] = sum & 255
  return message
}

export function udpChecksum(source: string, destination: string, datagram: Uint8Array): number {
  const all = inFront(source, destination, datagram)
  all[18] = 0
  all[19] = 0
  const sum = checksum(all)
  return sum === 0 ? 65535 : sum
}

export function isIntactDatagram(source: string, destination: string, datagram: Uint8Array): boolean {
  const field = (datagram[6]! << 8) | datagram[7]!
  if (field === 0) return true
  return isIntact(inFront(source, destination, datagram))
}

export function updatedChecksum(checksum: number, before: number, after: number): number {
  const sum = (65535 - checksum) + (65535 - before) + after
  const rest = sum % 65535
  return 65535 - (rest === 0 && sum > 0 ? 65535 : rest)
}
