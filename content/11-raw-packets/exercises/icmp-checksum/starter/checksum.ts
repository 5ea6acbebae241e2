/** The checksum of a message whose checksum field is 0 (RFC 1071). */
export function checksum(message: Uint8Array): number {
  console.log(message.length, 'bytes to add up')
  // Your turn: add the 16-bit words, bring the carries back, invert.
  return 0
}

/** Whether a message with its checksum in it is intact. */
export function isIntact(message: Uint8Array): boolean {
  return message.length === 0
}

/** A whole ICMP message: type 8, code 0, checksum, id, seq, data. */
export function echoRequest(id: number, seq: number, data: Uint8Array): Uint8Array {
  console.log('an echo request with id', id, 'seq', seq, 'and', data.length, 'bytes')
  return new Uint8Array(8 + data.length)
}

/** The checksum for a UDP header and its data. */
export function udpChecksum(source: string, destination: string, datagram: Uint8Array): number {
  console.log(datagram.length, 'bytes from', source, 'to', destination)
  return 0
}

/** Whether a UDP header and its data are intact. */
export function isIntactDatagram(source: string, destination: string, datagram: Uint8Array): boolean {
  return udpChecksum(source, destination, datagram) === 0
}

/** The new checksum after one 16-bit word has changed. */
export function updatedChecksum(checksum: number, before: number, after: number): number {
  console.log('the word', before, 'becomes', after)
  return checksum
}
