/** Given: queries and replies as bytes (RFC 1035, 4; RFC 6891, 6.1). What to ask, and what a reply proves, is yours. */

export const TYPES = { A: 1, NS: 2, SOA: 6, TXT: 16, AAAA: 28, OPT: 41 } as const
export type Type = 'A' | 'NS' | 'SOA' | 'TXT' | 'AAAA'
export const [NOERROR, NXDOMAIN, BADVERS] = [0, 3, 16] as const
const IN = 1
const HEADER = 12 // bytes
const UDP_SIZE = 1232 // bytes

/** A record. Names are in the case in which they came, without the last dot. */
export interface Row {
  name: string
  type: string
  ttl: number // seconds
  data: string // as dig prints it, except that texts have no quotes
}

export interface Message {
  id: number
  isReply: boolean // QR
  isAuthoritative: boolean // AA
  isTruncated: boolean // TC
  rcode: number // with the upper bits from the OPT record: 16 is BADVERS
  name: string // of the question
  type: string // of the question
  answers: Row[]
  authorities: Row[]
  additionals: Row[] // without OPT
  edns: number | null // version of the OPT record; null without OPT
}

export interface QueryOptions {
  /** Version of the OPT record, which allows replies of 1,232 bytes. Without it there's no OPT record. */
  edns?: number
  /** Sets QR, so that it's not a query but a reply. */
  isReply?: boolean
}

export function encodeQuery(id: number, name: string, type: Type, { edns, isReply }: QueryOptions = {}): Buffer {
  const opt = edns === undefined ? [] : [Buffer.of(0), u16(TYPES.OPT), u16(UDP_SIZE), Buffer.of(0, edns, 0, 0, 0, 0)]
  const header = [id, isReply ? 0x8000 : 0, 1, 0, 0, opt.length > 0 ? 1 : 0].map(u16)
  return Buffer.concat([...header, encodeName(name), u16(TYPES[type]), u16(IN), ...opt])
}

/** Throws RangeError for bytes that aren't a message with one question. */
export function decodeMessage(bytes: Buffer): Message {
  const flags = bytes.readUInt16BE(2)
  if (bytes.readUInt16BE(4) !== 1) throw new RangeError('not one question')
  const { name, next } = readName(bytes, HEADER)
  let at = next + 4
  let opt: Buffer | null = null
  const [answers = [], authorities = [], additionals = []] = [6, 8, 10].map((count) => {
    const rows: Row[] = []
    for (let left = bytes.readUInt16BE(count); left > 0; left--) {
      const { row, fixed, end } = readRow(bytes, at)
      if (row.type === 'OPT') opt = fixed
      else rows.push(row)
      at = end
    }
    return rows
  })
  if (at !== bytes.length) throw new RangeError(`the message ends at byte ${at}, and ${bytes.length} came`)
  return {
    id: bytes.readUInt16BE(0),
    isReply: (flags & 0x8000) !== 0,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    rcode: (flags & 15) | (upperRcode(opt) << 4),
    name,
    type: typeName(bytes.readUInt16BE(next)),
    answers,
    authorities,
    additionals,
    edns: opt === null ? null : (opt as Buffer).readUInt8(5),
  }
}

/** Encodes a name without pointers. No label of this zone has a dot of its own. */
export function encodeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(label, 'latin1'))
  return Buffer.concat([...labels.flatMap((label) => [Buffer.of(label.length), label]), Buffer.of(0)])
}

/** Reads a name; `next` is the offset where the message continues. */
export function readName(bytes: Buffer, offset: number): { name: string; next: number } {
  const labels: string[] = []
  let size = 1 // of the name, with the zero
  let next: number | undefined
  let start = offset // of the piece that is being read
  for (let at = offset; ; ) {
    const length = bytes.readUInt8(at)
    if (length === 0) return { name: labels.join('.'), next: next ?? at + 1 }
    if (length >= 0xc0) {
      const target = bytes.readUInt16BE(at) & 0x3fff
      if (target >= start) throw new RangeError(`the pointer at byte ${at} doesn't lead back`)
      next ??= at + 2
      at = start = target
      continue
    }
    size += 1 + length
    if (length > 63 || size > 255 || at + 1 + length > bytes.length) throw new RangeError(`no label at byte ${at}`)
    labels.push(bytes.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
}

export function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}

/** `fixed`: type, class, TTL and length of the data. */
function readRow(bytes: Buffer, offset: number): { row: Row; fixed: Buffer; end: number } {
  const { name, next } = readName(bytes, offset)
  const [type, ttl, start] = [typeName(bytes.readUInt16BE(next)), bytes.readUInt32BE(next + 4), next + 10]
  const end = start + bytes.readUInt16BE(next + 8)
  if (end > bytes.length) throw new RangeError('a record is cut off')
  const row = { name, type, ttl, data: readData(bytes, type, start, end) }
  return { row, fixed: bytes.subarray(next, start), end }
}

function readData(bytes: Buffer, type: string, start: number, end: number): string {
  if (type === 'A') return bytes.subarray(start, end).join('.')
  if (type === 'TXT') return bytes.toString('latin1', start + 1, end)
  if (type === 'NS') return readName(bytes, start).name
  if (type !== 'SOA') return bytes.toString('hex', start, end)
  const primary = readName(bytes, start)
  const mailbox = readName(bytes, primary.next)
  const numbers = [0, 4, 8, 12, 16].map((offset) => bytes.readUInt32BE(mailbox.next + offset))
  return [primary.name, mailbox.name, ...numbers].join(' ')
}

/** The first byte of OPT's TTL has the upper bits of the RCODE (RFC 6891, 6.1.3). */
const upperRcode = (opt: Buffer | null): number => opt?.readUInt8(4) ?? 0

function typeName(type: number): string {
  return Object.entries(TYPES).find(([, number]) => number === type)?.[0] ?? `TYPE${type}`
}
