import { encodeRecord, readName, TYPES, u16 } from './wire.ts'
import type { ZoneRecord } from './zone.ts'

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

/** Null for what is no query. Throws RangeError for what cannot be read, unless its opcode says enough. */
export function readQuery(message: Buffer): Query | null {
  if (message.length < HEADER_BYTES) return null
  const flags = message.readUInt16BE(2)
  if (flags & 0x8000) return null
  const header = {
    id: message.readUInt16BE(0),
    opcode: (flags >> 11) & 15,
    recursionDesired: (flags & 0x0100) !== 0,
  }
  try {
    return { ...header, ...readQuestion(message) }
  } catch (error) {
    if (header.opcode === 0 || !(error instanceof RangeError)) throw error
    return { ...header, name: '', type: 0, class: 0, question: Buffer.alloc(0), edns: null }
  }
}

function readQuestion(message: Buffer) {
  if (message.readUInt16BE(4) !== 1) throw new RangeError('not one question')
  const { labels, next } = readName(message, HEADER_BYTES)
  return {
    name: textOf(labels),
    type: message.readUInt16BE(next),
    class: message.readUInt16BE(next + 2),
    question: message.subarray(HEADER_BYTES, next + 4),
    edns: readEdnsVersion(message, next + 4),
  }
}

/** The version in the OPT record, which is somewhere among the additional records (RFC 6891, 6.1). */
function readEdnsVersion(message: Buffer, offset: number): number | null {
  const others = message.readUInt16BE(6) + message.readUInt16BE(8)
  const records = others + message.readUInt16BE(10)
  let version: number | null = null
  let at = offset
  for (let i = 0; i < records; i++) {
    at = readName(message, at).next
    if (i >= others && message.readUInt16BE(at) === TYPES.OPT) version = message.readUInt8(at + 5)
    at += 10 + message.readUInt16BE(at + 8)
    if (at > message.length) throw new RangeError('a record that is cut')
  }
  return version
}

/** Labels as text, with dots between them. */
const textOf = (labels: readonly string[]): string =>
  labels.map((label) => label.replaceAll('.', DOT_IN_LABEL)).join('.')
const labelsOf = (name: string): string[] => name.split('.').map((label) => label.replaceAll(DOT_IN_LABEL, '.'))

/** A reply to a query, as a message of its own. */
export function writeReply(query: Query, { rcode, authoritative, answer, authority }: Reply): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  const flags =
    0x8000 | (query.opcode << 11) | (authoritative ? 0x0400 : 0) | (query.recursionDesired ? 0x0100 : 0) | (rcode & 15)
  const opt = query.edns === null ? [] : [writeOpt(rcode)]
  const questions = query.question.length > 0 ? 1 : 0
  const numbers = [query.id, flags, questions, answer.length, authority.length, opt.length]
  for (const [i, number] of numbers.entries()) header.writeUInt16BE(number, 2 * i)
  return Buffer.concat([header, query.question, ...[...answer, ...authority].map(writeRecord), ...opt])
}

/** The upper bits of an RCODE are in the OPT record (RFC 6891, 6.1.3). */
const writeOpt = (rcode: number): Buffer =>
  Buffer.concat([Buffer.of(0), u16(TYPES.OPT), u16(UDP_SIZE), Buffer.of(rcode >> 4, 0), u16(0), u16(0)])

const writeRecord = (record: ZoneRecord): Buffer => encodeRecord(record, labelsOf(record.name))
