/** DNS messages (RFC 1035). */
import { read16, read32, write16, write32 } from '../bytes.ts'
import { type DnsData, DnsType, emitDnsData, parseDnsData } from './dns-data.ts'
import { type DnsNamePlaces, emitDnsName, parseDnsName } from './dns-name.ts'
import { flagField, hexField, numberField } from './field.ts'
import { cutOff, ParseError } from './parse-error.ts'

export const DNS_PORT = 53
export const DNS_HEADER_LENGTH = 12

export const DnsCode = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const

const TYPE_NAMES = Object.fromEntries(Object.entries(DnsType).map(([name, type]) => [type, name]))
const CLASSES = { 1: 'IN', 255: 'ANY' }

/** Returns `AAAA`, or `TYPE65` for an unknown type (RFC 3597 §5). */
export function dnsTypeName(type: number): string {
  return TYPE_NAMES[type] ?? `TYPE${type}`
}

const inWord = { word: 16 } as const
export const DNS_FIELDS = [
  hexField('dns.id', 'Transaction ID', 0, 16),
  hexField('dns.flags', 'Flags', 16, 16),
  flagField('dns.flags.response', 'Response', 16, 1, inWord),
  numberField('dns.flags.opcode', 'Opcode', 17, 4, {
    ...inWord,
    meanings: { 0: 'Standard query', 4: 'Notify', 5: 'Update' },
  }),
  flagField('dns.flags.authoritative', 'Authoritative', 21, 1, inWord),
  flagField('dns.flags.truncated', 'Truncated', 22, 1, inWord),
  flagField('dns.flags.recdesired', 'Recursion desired', 23, 1, inWord),
  flagField('dns.flags.recavail', 'Recursion available', 24, 1, inWord),
  flagField('dns.flags.z', 'Z', 25, 1, inWord),
  flagField('dns.flags.authenticated', 'Answer authenticated', 26, 1, inWord),
  flagField('dns.flags.checkdisable', 'Non-authenticated data', 27, 1, inWord),
  numberField('dns.flags.rcode', 'Reply code', 28, 4, {
    ...inWord,
    meanings: {
      0: 'No error',
      1: 'Format error',
      2: 'Server failure',
      3: 'No such name',
      4: 'Not implemented',
      5: 'Refused',
    },
  }),
  numberField('dns.count.queries', 'Questions', 32, 16),
  numberField('dns.count.answers', 'Answer RRs', 48, 16),
  numberField('dns.count.auth_rr', 'Authority RRs', 64, 16),
  numberField('dns.count.add_rr', 'Additional RRs', 80, 16),
] as const
/** Fields behind the name of a question, and of a record. */
export const DNS_QUESTION_FIELDS = [
  numberField('dns.qry.type', 'Type', 0, 16, { meanings: TYPE_NAMES }),
  numberField('dns.qry.class', 'Class', 16, 16, { meanings: CLASSES }),
] as const
export const DNS_RECORD_FIELDS = [
  numberField('dns.resp.type', 'Type', 0, 16, { meanings: TYPE_NAMES }),
  numberField('dns.resp.class', 'Class', 16, 16, { meanings: CLASSES }),
  numberField('dns.resp.ttl', 'Time to live', 32, 32),
  numberField('dns.resp.len', 'Data length', 64, 16),
] as const
const QUESTION_TAIL = 4
const RECORD_TAIL = 10

export interface DnsQuestion {
  name: string
  type: number
  class: number
}
export interface DnsRecord extends DnsQuestion {
  /** Seconds. */
  ttl: number
  /** Fields that `DNS_DATA_FIELDS` lists for the type. */
  data: DnsData
}
export interface DnsMessage {
  id: number
  isResponse: boolean
  opcode: number
  isAuthoritative: boolean
  isTruncated: boolean
  recursionDesired: boolean
  recursionAvailable: boolean
  /** Z, AD and CD (RFC 4035). */
  reserved: number
  code: number
  questions: DnsQuestion[]
  answers: DnsRecord[]
  authorities: DnsRecord[]
  additionals: DnsRecord[]
}

/** Names of the flags that are set, as `dig` writes them (RFC 1035 §4.1.1, RFC 4035 §3.1.6 and §3.2.2). */
export function dnsFlags(message: DnsMessage): string[] {
  const { isResponse, isAuthoritative, isTruncated, recursionDesired, recursionAvailable, reserved } = message
  return [
    ...(isResponse ? ['qr'] : []),
    ...(isAuthoritative ? ['aa'] : []),
    ...(isTruncated ? ['tc'] : []),
    ...(recursionDesired ? ['rd'] : []),
    ...(recursionAvailable ? ['ra'] : []),
    ...(reserved & 2 ? ['ad'] : []),
    ...(reserved & 1 ? ['cd'] : []),
  ]
}

/** Returns a query with one question, which asks for recursion (RFC 1035 §4.1.1). */
export function dnsQuery(id: number, question: DnsQuestion): DnsMessage {
  return {
    id,
    isResponse: false,
    opcode: 0,
    isAuthoritative: false,
    isTruncated: false,
    recursionDesired: true,
    recursionAvailable: false,
    reserved: 0,
    code: DnsCode.NOERROR,
    questions: [question],
    answers: [],
    authorities: [],
    additionals: [],
  }
}

/** Position of an entry in a message, for dissection. */
export interface DnsPlace {
  start: number
  /** After its name, at the fixed fields. */
  nameEnd: number
  end: number
}

/**
 * Reads a message; bytes after its last record are ignored. `places` gets the position of each question and record, in
 * order.
 */
export function parseDns(bytes: Uint8Array, places: DnsPlace[] = []): DnsMessage | ParseError {
  if (bytes.length < DNS_HEADER_LENGTH) return cutOff('dns', DNS_HEADER_LENGTH, bytes.length)
  const flags = read16(bytes, 2)
  const message: DnsMessage = {
    id: read16(bytes, 0),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    isAuthoritative: (flags & 0x400) !== 0,
    isTruncated: (flags & 0x200) !== 0,
    recursionDesired: (flags & 0x100) !== 0,
    recursionAvailable: (flags & 0x80) !== 0,
    reserved: (flags >> 4) & 7,
    code: flags & 15,
    questions: [],
    answers: [],
    authorities: [],
    additionals: [],
  }
  let at = DNS_HEADER_LENGTH
  for (let left = read16(bytes, 4); left > 0; left--) {
    const question = parseQuestion(bytes, at, places)
    if (question instanceof ParseError) return question
    message.questions.push(question)
    at = places.at(-1)!.end
  }
  for (const [index, section] of [message.answers, message.authorities, message.additionals].entries())
    for (let left = read16(bytes, 6 + 2 * index); left > 0; left--) {
      const record = parseRecord(bytes, at, places)
      if (record instanceof ParseError) return record
      section.push(record)
      at = places.at(-1)!.end
    }
  return message
}

function parseQuestion(bytes: Uint8Array, start: number, places: DnsPlace[]): DnsQuestion | ParseError {
  const name = parseDnsName(bytes, start)
  if (name instanceof ParseError) return name
  const nameEnd = name.end
  const end = nameEnd + QUESTION_TAIL
  if (end > bytes.length) return cutOff('dns', end, bytes.length)
  places.push({ start, nameEnd, end })
  return { name: name.name, type: read16(bytes, nameEnd), class: read16(bytes, nameEnd + 2) }
}

function parseRecord(bytes: Uint8Array, start: number, places: DnsPlace[]): DnsRecord | ParseError {
  const question = parseQuestion(bytes, start, [])
  if (question instanceof ParseError) return question
  const nameEnd = (parseDnsName(bytes, start) as { end: number }).end
  const dataStart = nameEnd + RECORD_TAIL
  if (dataStart > bytes.length) return cutOff('dns', dataStart, bytes.length)
  const end = dataStart + read16(bytes, nameEnd + 8)
  if (end > bytes.length) return cutOff('dns', end, bytes.length)
  const parts = parseDnsData(bytes, question.type, dataStart, end)
  if (parts instanceof ParseError) return parts
  places.push({ start, nameEnd, end })
  const data = Object.fromEntries(parts.map(({ field, value }) => [field.key, value]))
  return { ...question, ttl: read32(bytes, nameEnd + 4), data }
}

/** Returns a message's bytes, with compressed names. Throws `RangeError` for names, texts and lengths that can't be encoded. */
export function emitDns(message: DnsMessage): Uint8Array {
  const { questions, answers, authorities, additionals } = message
  const places: DnsNamePlaces = new Map()
  const bytes = Array.from(header(message))
  for (const question of questions) bytes.push(...emitQuestion(question, bytes.length, places))
  for (const record of [...answers, ...authorities, ...additionals]) {
    bytes.push(...emitQuestion(record, bytes.length, places))
    const data = emitDnsData(record.type, record.data, bytes.length + 6, places)
    const tail = new Uint8Array(6)
    write32(tail, 0, record.ttl)
    write16(tail, 4, data.length)
    bytes.push(...tail, ...data)
  }
  if (bytes.length > 0xffff) throw new RangeError(`A DNS message of ${bytes.length} bytes is too long`)
  return Uint8Array.from(bytes)
}

function header(message: DnsMessage): Uint8Array {
  const bytes = new Uint8Array(DNS_HEADER_LENGTH)
  const bits = [
    [message.isResponse, 15],
    [message.isAuthoritative, 10],
    [message.isTruncated, 9],
    [message.recursionDesired, 8],
    [message.recursionAvailable, 7],
  ] as [boolean, number][]
  const flags = bits.reduce((sum, [isSet, bit]) => sum | (isSet ? 1 << bit : 0), 0)
  write16(bytes, 0, message.id)
  write16(bytes, 2, flags | (message.opcode << 11) | (message.reserved << 4) | message.code)
  const sections = [message.questions, message.answers, message.authorities, message.additionals]
  for (const [index, { length }] of sections.entries()) write16(bytes, 4 + 2 * index, length)
  return bytes
}

function emitQuestion(question: DnsQuestion, at: number, places: DnsNamePlaces): Uint8Array {
  const name = emitDnsName(question.name, at, places, true)
  const bytes = new Uint8Array(name.length + QUESTION_TAIL)
  bytes.set(name)
  write16(bytes, name.length, question.type)
  write16(bytes, name.length + 2, question.class)
  return bytes
}
