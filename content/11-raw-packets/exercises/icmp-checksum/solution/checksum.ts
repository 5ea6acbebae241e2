const ECHO_REQUEST = 8
const ECHO_HEADER = 8
const UDP = 17
const UDP_CHECKSUM_AT = 6

/** The checksum of a message whose checksum field is 0 (RFC 1071). */
export function checksum(message: Uint8Array): number {
  return inverted(sumOf(message))
}

/** Whether a message with its checksum in it is intact. */
export function isIntact(message: Uint8Array): boolean {
  return sumOf(message) === 0xffff
}

/** A whole ICMP message: type 8, code 0, checksum, id, seq, data. */
export function echoRequest(id: number, seq: number, data: Uint8Array): Uint8Array {
  const message = Buffer.alloc(ECHO_HEADER + data.length)
  message.writeUInt8(ECHO_REQUEST, 0)
  message.writeUInt16BE(id, 4)
  message.writeUInt16BE(seq, 6)
  message.set(data, ECHO_HEADER)
  message.writeUInt16BE(checksum(message), 2) // last: until here the field is 0
  return message
}

/** The checksum for a UDP header and its data. */
export function udpChecksum(source: string, destination: string, datagram: Uint8Array): number {
  const copy = Buffer.from(datagram)
  copy.writeUInt16BE(0, UDP_CHECKSUM_AT)
  return checksum(Buffer.concat([pseudoHeader(source, destination, datagram), copy])) || 0xffff
}

/** Whether a UDP header and its data are intact. */
export function isIntactDatagram(source: string, destination: string, datagram: Uint8Array): boolean {
  if (datagram[UDP_CHECKSUM_AT] === 0 && datagram[UDP_CHECKSUM_AT + 1] === 0) return true // sent without a checksum
  return isIntact(Buffer.concat([pseudoHeader(source, destination, datagram), datagram]))
}

/** The new checksum after one 16-bit word has changed (RFC 1624, equation 3). */
export function updatedChecksum(checksum: number, before: number, after: number): number {
  return inverted(folded(inverted(checksum) + inverted(before) + after))
}

/** What is added to a datagram and never sent: addresses, 0, protocol, length (RFC 768). */
function pseudoHeader(source: string, destination: string, { length }: Uint8Array): Buffer {
  const addresses = [source, destination].flatMap((address) => address.split('.').map(Number))
  return Buffer.from([...addresses, 0, UDP, length >> 8, length & 0xff])
}

function sumOf(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)
  return folded(sum)
}

/** Adds what is above the 16 bits back in; the sum may carry again. */
function folded(sum: number): number {
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum
}

const inverted = (word: number): number => ~word & 0xffff
