const HEADER_BYTES = 12
const FLAGS = { qr: 0x8000, aa: 0x0400, tc: 0x0200, rd: 0x0100, ra: 0x0080 } as const
const OPCODE_SHIFT = 11
const FOUR_BITS = 15
const COUNTS = [4, 6, 8, 10] as const
const [FORMERR, NOTIMP, REFUSED] = [1, 4, 5]

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
  if (message.length < HEADER_BYTES) return null
  const flags = message.readUInt16BE(2)
  const has = (bit: number) => (flags & bit) !== 0
  const [questions, answers, authorities, additionals] = COUNTS
  return {
    id: message.readUInt16BE(0),
    qr: has(FLAGS.qr),
    opcode: (flags >> OPCODE_SHIFT) & FOUR_BITS,
    aa: has(FLAGS.aa),
    tc: has(FLAGS.tc),
    rd: has(FLAGS.rd),
    ra: has(FLAGS.ra),
    rcode: flags & FOUR_BITS,
    counts: [
      message.readUInt16BE(questions),
      message.readUInt16BE(answers),
      message.readUInt16BE(authorities),
      message.readUInt16BE(additionals),
    ],
  }
}

/** A header as twelve bytes. */
export function encodeHeader(header: Header): Buffer {
  let flags = (header.opcode << OPCODE_SHIFT) | header.rcode
  for (const name of ['qr', 'aa', 'tc', 'rd', 'ra'] as const) if (header[name]) flags |= FLAGS[name]
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.writeUInt16BE(header.id, 0)
  bytes.writeUInt16BE(flags, 2)
  for (const [i, offset] of COUNTS.entries()) bytes.writeUInt16BE(header.counts[i] ?? 0, offset)
  return bytes
}

/** The reply to a query; null if there must be none. */
export function replyTo(query: Buffer): Buffer | null {
  const header = decodeHeader(query)
  if (!header || header.qr) return null // two servers that answered responses would never stop
  const reply = { ...header, qr: true, aa: false, tc: false, ra: false, rcode: rcodeFor(header) }
  return encodeHeader({ ...reply, counts: [0, 0, 0, 0] })
}

function rcodeFor({ opcode, counts }: Header): number {
  if (opcode !== 0) return NOTIMP // other opcodes may count other things
  return counts[0] === 1 ? REFUSED : FORMERR
}
