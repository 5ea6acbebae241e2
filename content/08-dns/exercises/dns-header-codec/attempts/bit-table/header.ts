export interface Header {
  id: number
  qr: boolean
  opcode: number
  aa: boolean
  tc: boolean
  rd: boolean
  ra: boolean
  rcode: number
  /** Questions, answers, authorities, additionals. */
  counts: [number, number, number, number]
}

/** Name, lowest bit and number of bits of each field of the flags. */
const FIELDS: [keyof Header, number, number][] = [
  ['qr', 15, 1],
  ['opcode', 11, 4],
  ['aa', 10, 1],
  ['tc', 9, 1],
  ['rd', 8, 1],
  ['ra', 7, 1],
  ['rcode', 0, 4],
]

/** The header of a message; null if there's none. */
export function decodeHeader(message: Buffer): Header | null {
  if (message.length < 12) return null
  const words = [0, 2, 4, 6, 8, 10].map((at) => message.readUInt16BE(at))
  const [id, flags = 0, ...counts] = words
  const fields = FIELDS.map(([name, low, width]) => {
    const value = (flags >>> low) & ((1 << width) - 1)
    return [name, width === 1 ? value === 1 : value]
  })
  return { id, counts, ...Object.fromEntries(fields) } as Header
}

/** A header as twelve bytes. */
export function encodeHeader(header: Header): Buffer {
  const flags = FIELDS.reduce((word, [name, low]) => word | (Number(header[name]) << low), 0)
  const bytes = Buffer.alloc(12)
  for (const [i, value] of [header.id, flags, ...header.counts].entries()) bytes.writeUInt16BE(value, 2 * i)
  return bytes
}

/** The reply to a query; null if there must be none. */
export function replyTo(query: Buffer): Buffer | null {
  if (query.length < 12 || query.readUInt8(2) & 0x80) return null
  const reply = Buffer.alloc(12)
  query.copy(reply, 0, 0, 2)
  const opcodeAndRd = query.readUInt8(2) & 0x79
  reply[2] = 0x80 | opcodeAndRd
  reply[3] = opcodeAndRd & 0x78 ? 4 : query.readUInt16BE(4) === 1 ? 5 : 1
  return reply
}
