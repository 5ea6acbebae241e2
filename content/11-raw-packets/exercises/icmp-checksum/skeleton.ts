export function checksum(message: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < message.length; i += 2) sum += (message[i]! << 8) | 0 // … and the low byte, if there is one
  // … while there is more than 16 bits, add what is above them
  return ~sum & 0xffff
}

export function echoRequest(id: number, seq: number, data: Uint8Array): Uint8Array {
  const message = Buffer.alloc(8 + data.length)
  message.writeUInt8(8, 0)
  message.writeUInt16BE(id, 4)
  message.writeUInt16BE(seq, 6)
  message.set(data, 8)
  // … the checksum, last
  return message
}

export function udpChecksum(source: string, destination: string, datagram: Uint8Array): number {
  const addresses = [source, destination].flatMap((address) => address.split('.').map(Number))
  const pseudoHeader = Buffer.from([...addresses]) // … 0, 17, and the length in two bytes
  const copy = Buffer.from(datagram) // … with 0 in bytes 6 and 7
  return checksum(Buffer.concat([pseudoHeader, copy])) // … 0 becomes 0xffff
}
