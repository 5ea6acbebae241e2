/** Bytes of the suspects' replies. They know one zone, and owners and data come with their pointers as numbers. */

export const HEADER = 12 // bytes
export const [A, NS, SOA, TXT, OPT] = [1, 2, 6, 16, 41]
export const ORIGIN = 'lab.test'

export interface Question {
  flags: number
  name: string
  type: number
  bytes: Buffer
  edns: { version: number; size: number } | null
}

/** What a reply is made of; a kind of server changes some of it. */
export interface Reply {
  rcode: number
  isAuthoritative: boolean
  isTruncated: boolean
  question: Buffer
  answers: Buffer[]
  authorities: Buffer[]
  additionals: Buffer[]
  /** The OPT record, and whether it's the first of the additional records. */
  opt: 'none' | 'first' | 'last'
}

/** Returns null for what isn't one question of class IN, with an OPT record or nothing behind it. */
export function readQuestion(message: Buffer): Question | null {
  if (message.length < HEADER + 5 || message.readUInt16BE(4) !== 1) return null
  const labels: string[] = []
  let at = HEADER
  for (let length = message[at]!; length > 0; length = message[at] ?? 64) {
    if (length > 63) return null
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const end = at + 5
  if (end > message.length || message.readUInt16BE(end - 2) !== 1) return null
  const rest = message.subarray(end)
  const edns =
    rest.length >= 11 && rest.readUInt16BE(1) === OPT ? { version: rest[6]!, size: rest.readUInt16BE(3) } : null
  const [flags, type] = [message.readUInt16BE(2), message.readUInt16BE(end - 4)]
  return { flags, name: labels.join('.'), type, bytes: Buffer.from(message.subarray(HEADER, end)), edns }
}

export function encodeReply(id: Buffer, query: Question, reply: Reply): Buffer {
  const opt = Buffer.concat([Buffer.of(0), u16(OPT), u16(1232), Buffer.of(reply.rcode >> 4, 0, 0, 0, 0, 0)])
  const { answers, authorities, question } = reply
  const additionals = [...reply.additionals]
  if (reply.opt === 'first') additionals.unshift(opt)
  if (reply.opt === 'last') additionals.push(opt)
  const flags =
    0x8000 |
    (query.flags & 0x7900) | // opcode and RD
    (reply.isAuthoritative ? 0x0400 : 0) |
    (reply.isTruncated ? 0x0200 : 0) |
    (reply.rcode & 15)
  const counts = [1, answers.length, authorities.length, additionals.length]
  return Buffer.concat([id, u16(flags), ...counts.map(u16), question, ...answers, ...authorities, ...additionals])
}

/** `owner` as bytes: a name, or a pointer. */
export function record(owner: Buffer, type: number, ttl: number, data: Buffer): Buffer {
  return Buffer.concat([owner, u16(type), u16(1), u16(ttl >> 16), u16(ttl & 0xffff), u16(data.length), data])
}

export function nameBytes(name: string): Buffer {
  return Buffer.concat([...name.split('.').map(labelBytes), Buffer.of(0)])
}

export function labelBytes(label: string): Buffer {
  return Buffer.concat([Buffer.of(label.length), Buffer.from(label, 'latin1')])
}

export function pointer(offset: number): Buffer {
  return u16(0xc000 | offset)
}

export function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}

export const lowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
