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

/** The header of a message; null if there's none. */
export function decodeHeader(message: Buffer): Header | null {
  console.log(message.length, 'bytes to read')
  // Your turn: read the id, the flags and the four counts.
  return null
}

/** A header as twelve bytes. */
export function encodeHeader(header: Header): Buffer {
  console.log('a header to write, id', header.id)
  return Buffer.alloc(12)
}

/** The reply to a query; null if there must be none. */
export function replyTo(query: Buffer): Buffer | null {
  console.log('a query of', query.length, 'bytes')
  return null
}
