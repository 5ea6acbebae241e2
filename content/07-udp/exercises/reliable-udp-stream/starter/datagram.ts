export const OPEN = 1
export const DATA = 2
export const END = 3
export const ACK = 4

/** Most bytes of the stream in one datagram. */
export const PIECE_BYTES = 1_000
const HEADER_BYTES = 9

export interface Message {
  type: number
  id: number
  number: number
  body: Buffer
}

export function encode(type: number, id: number, number: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(type, 0)
  header.writeUInt32BE(id, 1)
  header.writeUInt32BE(number, 5)
  return Buffer.concat([header, body])
}

/** Returns null for what no stream sends. */
export function decode(bytes: Buffer): Message | null {
  // Your turn: is it long enough, and is the rest as long as the type says?
  console.log('received', bytes.length, 'bytes')
  return null
}
