/** Given: queries and replies as bytes. The zone has the TXT records of two names, and refuses to answer for others. */
import { params } from './params.ts'

export interface Query {
  id: number
  name: string
  type: number
  recursionDesired: boolean
  /** The bytes of the question. */
  question: Buffer
  /** How many bytes the client takes over UDP, as its OPT record says; null without OPT. */
  udpSize: number | null
}

export interface Reply {
  id: number
  name: string
  isTruncated: boolean
  texts: string[]
}

const [TXT, OPT, IN] = [16, 41, 1]
const UDP_SIZE = 1232
const REFUSED = 5
const HEADER_BYTES = 12
const MOST_NAME = 255 // bytes (RFC 1035, 3.1)
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `mail provider ${String(i + 1).padStart(2, '0')} is allowed too`)
const ZONE: Record<string, string[]> = { 'few.lab.test': numbered(2), 'many.lab.test': numbered(params.records) }

/** Null for a response, another opcode, or bytes that can't be read. */
export function readQuery(message: Buffer): Query | null {
  try {
    const flags = message.readUInt16BE(2)
    if ((flags & 0xf800) !== 0 || message.readUInt16BE(4) !== 1) return null
    const { name, next } = readName(message, HEADER_BYTES)
    const end = next + 4
    if (end > message.length) return null
    const question = Buffer.from(message.subarray(HEADER_BYTES, end))
    const header = { id: message.readUInt16BE(0), name, type: message.readUInt16BE(next), recursionDesired: (flags & 0x0100) !== 0 }
    return { ...header, question, udpSize: readUdpSize(message, end) }
  } catch {
    return null
  }
}

/** The records of the answer as bytes, in the zone's order. */
export function recordsFor(query: Query): Buffer[] {
  const texts = query.type === TXT ? (ZONE[query.name] ?? []) : []
  return texts.map((text) => {
    const data = Buffer.from(String.fromCharCode(text.length) + text, 'latin1')
    return Buffer.concat([Buffer.of(0xc0, HEADER_BYTES), u16(TXT), u16(IN), u16(0), u16(300), u16(data.length), data])
  })
}

/** A reply with these records. */
export function writeReply(query: Query, records: readonly Buffer[], isCut: boolean): Buffer {
  const isOurs = ZONE[query.name] !== undefined && query.type === TXT
  const flags = 0x8000 | (isOurs ? 0x0400 : REFUSED) | (isCut ? 0x0200 : 0) | (query.recursionDesired ? 0x0100 : 0)
  const opt = query.udpSize === null ? [] : [optRecord()]
  const header = [query.id, flags, 1, records.length, 0, opt.length].map(u16)
  return Buffer.concat([...header, query.question, ...records, ...opt])
}

/** Asks for the TXT records of a name. */
export function writeQuery(id: number, name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(String.fromCharCode(label.length) + label, 'latin1'))
  return Buffer.concat([...[id, 0, 1, 0, 0, 1].map(u16), ...labels, Buffer.of(0), u16(TXT), u16(IN), optRecord()])
}

/** Null for a query, or bytes that can't be read. */
export function readReply(message: Buffer): Reply | null {
  try {
    const flags = message.readUInt16BE(2)
    if ((flags & 0x8000) === 0 || message.readUInt16BE(4) !== 1) return null
    const { name, next } = readName(message, HEADER_BYTES)
    const texts: string[] = []
    let at = next + 4
    for (let left = message.readUInt16BE(6); left > 0; left--) {
      const start = readName(message, at).next + 10
      at = start + message.readUInt16BE(start - 2)
      if (at > message.length) return null
      texts.push(message.toString('latin1', start + 1, at))
    }
    return { id: message.readUInt16BE(0), name, isTruncated: (flags & 0x0200) !== 0, texts }
  } catch {
    return null
  }
}

function readUdpSize(message: Buffer, offset: number): number | null {
  let at = offset
  for (let left = message.readUInt16BE(6) + message.readUInt16BE(8) + message.readUInt16BE(10); left > 0; left--) {
    at = readName(message, at).next
    if (message.readUInt16BE(at) === OPT) return message.readUInt16BE(at + 2)
    at += 10 + message.readUInt16BE(at + 8)
  }
  return null
}

/** A name in lower case; `next` is the offset behind it. Throws RangeError if there is none. */
function readName(message: Buffer, offset: number): { name: string; next: number } {
  const labels: string[] = []
  let next: number | null = null
  let start = offset // of this piece of the name: a pointer must lead to before it
  let size = 1 // the root's byte
  for (let at = offset; ; ) {
    const first = message.readUInt8(at)
    if (first === 0) return { name: labels.join('.').toLowerCase(), next: next ?? at + 1 }
    if (first >= 0xc0) {
      const target = message.readUInt16BE(at) & 0x3fff
      if (target >= start) throw new RangeError('a pointer that does not lead back')
      next ??= at + 2
      at = start = target
    } else {
      if (first > 63 || at + first >= message.length) throw new RangeError('a label that is none')
      labels.push(message.toString('latin1', at + 1, at + 1 + first))
      at += 1 + first
      size += 1 + first
      if (size > MOST_NAME) throw new RangeError('a name that is too long')
    }
  }
}

const optRecord = (): Buffer => Buffer.concat([Buffer.of(0), u16(OPT), u16(UDP_SIZE), Buffer.alloc(6)])

export function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}
