import type { ZoneRecord } from './zone.ts'

export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, OPT: 41, ANY: 255 } as const
const IN = 1
/** What a datagram may have so that no path has to cut it into fragments. */
const UDP_SIZE = 1232
const HEADER_BYTES = 12
/** A dot that is part of a label divides nothing. No byte of a name decodes to this. */
const DOT_IN_LABEL = '\u2024'

export interface Query {
  id: number
  opcode: number
  recursionDesired: boolean
  name: string
  type: number
  class: number
  /** The bytes of the question, in the case in which it was asked. */
  question: Buffer
  /** Version of EDNS; null without an OPT record. */
  edns: number | null
}

export interface Reply {
  rcode: number
  authoritative: boolean
  answer: ZoneRecord[]
  authority: ZoneRecord[]
}

/** Null for what is no query. Throws RangeError for what cannot be read. */
export function readQuery(message: Buffer): Query | null {
  if (message.length < HEADER_BYTES) return null
  const flags = message.readUInt16BE(2)
  if (flags & 0x8000) return null
  const header = {
    id: message.readUInt16BE(0),
    opcode: (flags >> 11) & 15,
    recursionDesired: (flags & 0x0100) !== 0,
  }
  // What another opcode asks with is not ours to read.
  const nothing = { name: '', type: 0, class: 0, question: Buffer.alloc(0), edns: null }
  if (header.opcode !== 0) return { ...header, ...nothing }
  if (message.readUInt16BE(4) !== 1) return null
  const { name, next } = readName(message, HEADER_BYTES)
  return {
    ...header,
    name,
    type: message.readUInt16BE(next),
    class: message.readUInt16BE(next + 2),
    question: message.subarray(HEADER_BYTES, next + 4),
    edns: readEdnsVersion(message, next + 4),
  }
}

/** The version in the OPT record, which is somewhere among the additional records (RFC 6891, 6.1). */
function readEdnsVersion(message: Buffer, offset: number): number | null {
  const records = message.readUInt16BE(6) + message.readUInt16BE(8) + message.readUInt16BE(10)
  let at = offset
  for (let i = 0; i < records; i++) {
    at = readName(message, at).next
    if (message.readUInt16BE(at) === TYPES.OPT) return message.readUInt8(at + 5)
    at += 10 + message.readUInt16BE(at + 8)
  }
  return null
}

function readName(message: Buffer, offset: number): { name: string; next: number } {
  const labels: string[] = []
  let next: number | null = null
  let begin = offset // a pointer leads to before the piece that it ends
  for (let at = offset; ; ) {
    const first = message.readUInt8(at)
    if (first >= 0xc0) {
      next ??= at + 2
      const target = message.readUInt16BE(at) & 0x3fff
      if (target >= begin) throw new RangeError('a pointer that does not lead back')
      begin = target
      at = target
    } else if (first === 0) {
      return { name: labels.join('.'), next: next ?? at + 1 }
    } else {
      if (first > 63 || at + first >= message.length) throw new RangeError('a label that is none')
      labels.push(message.toString('latin1', at + 1, at + 1 + first).replaceAll('.', DOT_IN_LABEL))
      at += 1 + first
    }
  }
}

/** A reply to a query, as a message of its own. */
export function writeReply(query: Query, { rcode, authoritative, answer, authority }: Reply): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  const flags =
    0x8000 | (query.opcode << 11) | (authoritative ? 0x0400 : 0) | (query.recursionDesired ? 0x0100 : 0) | (rcode & 15)
  const opt = query.edns === null ? [] : [writeOpt(rcode)]
  const questions = query.question.length > 0 ? 1 : 0
  const numbers = [query.id, flags, questions, answer.length, authority.length, opt.length]
  for (const [i, number] of numbers.entries()) header.writeUInt16BE(number, 2 * i)
  return Buffer.concat([header, query.question, ...answer.map(writeRecord), ...authority.map(writeRecord), ...opt])
}

/** The upper bits of an RCODE are in the OPT record (RFC 6891, 6.1.3). */
const writeOpt = (rcode: number): Buffer =>
  Buffer.concat([Buffer.of(0), u16(TYPES.OPT), u16(UDP_SIZE), Buffer.of(rcode >> 4, 0), u16(0), u16(0)])

function writeRecord(record: ZoneRecord): Buffer {
  const data = writeData(record)
  return Buffer.concat([
    writeName(record.name),
    u16(TYPES[record.type]),
    u16(IN),
    u32(record.ttl),
    u16(data.length),
    data,
  ])
}

function writeData(record: ZoneRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number))
    case 'AAAA':
      return writeIpv6(record.address)
    case 'NS':
    case 'CNAME':
      return writeName(record.target)
    case 'MX':
      return Buffer.concat([u16(record.preference), writeName(record.target)])
    case 'TXT':
      return Buffer.concat([Buffer.of(record.text.length), Buffer.from(record.text, 'latin1')])
    case 'SOA':
      return Buffer.concat([writeName(record.primary), writeName(record.mailbox), ...record.numbers.map(u32)])
  }
}

function writeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '')
  const pieces = labels.map((label) =>
    Buffer.concat([Buffer.of(label.length), Buffer.from(label.replaceAll(DOT_IN_LABEL, '.'), 'latin1')]),
  )
  return Buffer.concat([...pieces, Buffer.of(0)])
}

/** `::` stands for as many groups of zeros as are missing. */
function writeIpv6(address: string): Buffer {
  const [front = [], back = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const groups = [...front, ...Array(8 - front.length - back.length).fill('0'), ...back]
  return Buffer.concat(groups.map((group) => u16(Number.parseInt(group, 16))))
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
