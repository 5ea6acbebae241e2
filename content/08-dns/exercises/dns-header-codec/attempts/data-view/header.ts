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
  if (message.length < 12) return null
  const view = new DataView(message.buffer, message.byteOffset, 12)
  const upper = view.getUint8(2)
  const lower = view.getUint8(3)
  return {
    id: view.getUint16(0),
    qr: upper >= 128,
    opcode: (upper & 127) >> 3,
    aa: Boolean(upper & 4),
    tc: Boolean(upper & 2),
    rd: Boolean(upper & 1),
    ra: lower >= 128,
    rcode: lower % 16,
    counts: [view.getUint16(4), view.getUint16(6), view.getUint16(8), view.getUint16(10)],
  }
}

/** A header as twelve bytes. */
export function encodeHeader(header: Header): Buffer {
  const upper =
    Number(header.qr) * 128 + header.opcode * 8 + Number(header.aa) * 4 + Number(header.tc) * 2 + Number(header.rd)
  const lower = Number(header.ra) * 128 + header.rcode
  const two = (n: number) => [Math.floor(n / 256), n % 256]
  return Buffer.from([...two(header.id), upper, lower, ...header.counts.flatMap(two)])
}

/** The reply to a query; null if there must be none. */
export function replyTo(query: Buffer): Buffer | null {
  const asked = decodeHeader(query)
  if (asked === null) return null
  if (asked.qr) return null
  let rcode = 5
  if (asked.counts[0] !== 1) rcode = 1
  if (asked.opcode !== 0) rcode = 4
  return encodeHeader({
    id: asked.id,
    qr: true,
    opcode: asked.opcode,
    aa: false,
    tc: false,
    rd: asked.rd,
    ra: false,
    rcode,
    counts: [0, 0, 0, 0],
  })
}
