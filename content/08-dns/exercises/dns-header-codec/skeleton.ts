interface Header {
  id: number
  qr: boolean
  opcode: number
  aa: boolean
  tc: boolean
  rd: boolean
  ra: boolean
  rcode: number
  counts: [number, number, number, number]
}

declare function encodeHeader(header: Header): Buffer

export function decodeHeader(message: Buffer): Header | null {
  if (message.length < 12) return null
  const flags = message.readUInt16BE(2)
  return {
    id: message.readUInt16BE(0),
    qr: (flags & 0x8000) !== 0,
    opcode: 0, // … bits 11 to 14
    aa: (flags & 0x0400) !== 0,
    tc: false, // … one bit each
    rd: false,
    ra: false,
    rcode: 0, // … bits 0 to 3
    counts: [message.readUInt16BE(4), message.readUInt16BE(6), message.readUInt16BE(8), message.readUInt16BE(10)],
  }
}

export function replyTo(query: Buffer): Buffer | null {
  const header = decodeHeader(query)
  if (!header || header.qr) return null
  const rcode = 5 // … or 4, or 1
  return encodeHeader({ ...header, qr: true, aa: false, tc: false, ra: false, rcode, counts: [0, 0, 0, 0] })
}
