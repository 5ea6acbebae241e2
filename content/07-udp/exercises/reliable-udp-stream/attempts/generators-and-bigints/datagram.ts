export const OPEN = 1
export const DATA = 2
export const END = 3
export const ACK = 4
export const PIECE_BYTES = 1_000

export interface Message {
  type: number
  id: number
  number: number
  body: Buffer
}

export function encode(type: number, id: number, number: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(9 + body.length)
  bytes[0] = type
  bytes.writeUInt32BE(id, 1)
  bytes.writeUInt32BE(number, 5)
  bytes.set(body, 9)
  return bytes
}

const SIZES: Record<number, [number, number]> = { 1: [9, 9], 2: [10, 1_009], 3: [9, 9], 4: [13, 13] }

export function decode(bytes: Buffer): Message | null {
  const [least, most] = SIZES[bytes[0] ?? 0] ?? [1, 0]
  if (bytes.length < least || bytes.length > most) return null
  return { type: bytes[0]!, id: bytes.readUInt32BE(1), number: bytes.readUInt32BE(5), body: bytes.subarray(9) }
}
