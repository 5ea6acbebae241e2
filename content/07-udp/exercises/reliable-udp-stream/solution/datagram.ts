export const OPEN = 1
export const DATA = 2
export const END = 3
export const ACK = 4

/** Most bytes of the stream in one datagram. */
export const PIECE_BYTES = 1_000
export const BITMAP_BYTES = 4
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
  if (bytes.length < HEADER_BYTES) return null
  const body = bytes.subarray(HEADER_BYTES)
  const type = bytes.readUInt8(0)
  if (!hasRightSize(type, body.length)) return null
  return { type, id: bytes.readUInt32BE(1), number: bytes.readUInt32BE(5), body }
}

function hasRightSize(type: number, bodyBytes: number): boolean {
  if (type === OPEN || type === END) return bodyBytes === 0
  if (type === DATA) return bodyBytes >= 1 && bodyBytes <= PIECE_BYTES
  return type === ACK && bodyBytes === BITMAP_BYTES
}
