import dgram from 'node:dgram'
import net from 'node:net'
import { params } from './params.ts'
import { ORIGIN, ZONE, type ZoneRecord } from './zone.ts'

const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28 }
const OPT = 41
const ANY = 255
const IN = 1

const NXDOMAIN = 3
const NOTIMP = 4
const REFUSED = 5

// ---- names: lists of labels; each label is a latin1 string, so one character is one byte ----

type Name = string[]

/** The same key for the same name. A dot inside a label is not the dot between labels. */
const keyOf = (name: Name): string => name.map((label) => lower(label).replace(/[.\\]/g, '\\$&')).join('.')
const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
const nameOf = (text: string): Name => text.split('.')

const ORIGIN_LABELS = nameOf(ORIGIN).length
const isInZone = (name: Name): boolean => keyOf(name.slice(-ORIGIN_LABELS)) === ORIGIN && name.length >= ORIGIN_LABELS

// ---- the zone ----

const rows = new Map<string, ZoneRecord[]>()
for (const row of ZONE) {
  const name = nameOf(row.name)
  // A name exists if it has records or stands above one that has.
  for (let i = 1; isInZone(name.slice(i)); i++) {
    const above = keyOf(name.slice(i))
    if (!rows.has(above)) rows.set(above, [])
  }
  const key = keyOf(name)
  rows.set(key, [...(rows.get(key) ?? []), row])
}
const SOA = ZONE.find((row) => row.type === 'SOA')!

/** The records of a name or of the wildcard that stands for it; undefined if it doesn't exist. */
function find(name: Name): ZoneRecord[] | undefined {
  const exact = rows.get(keyOf(name))
  if (exact) return exact
  let encloser = name
  while (!rows.has(keyOf(encloser))) encloser = encloser.slice(1)
  return rows.get(keyOf(['*', ...encloser]))
}

// ---- reading ----

interface Query {
  id: number
  opcode: number
  rd: boolean
  question?: { name: Name; type: number; class: number }
  edns?: { version: number }
}

class Reader {
  readonly #bytes: Buffer
  #at = 12

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  #take(count: number): Buffer {
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  number(size: number): number {
    return this.#take(size).readUIntBE(0, size)
  }

  skip(count: number): void {
    this.#take(count)
  }

  name(): Name {
    const labels: Name = []
    let size = 1
    let after: number | undefined // where reading goes on behind the first pointer
    for (;;) {
      const length = this.number(1)
      if (length === 0) break
      if (length >= 0xc0) {
        const target = ((length & 0x3f) << 8) | this.number(1)
        if (target >= this.#at - 2) throw new RangeError('a pointer must point back')
        after ??= this.#at
        this.#at = target
      } else if (length > 63) {
        throw new RangeError('what kind of label is that?')
      } else {
        size += length + 1
        if (size > 255) throw new RangeError('the name is too long')
        labels.push(this.#take(length).toString('latin1'))
      }
    }
    this.#at = after ?? this.#at
    return labels
  }
}

function parse(bytes: Buffer): Query | undefined {
  if (bytes.length < 12) return undefined
  const flags = bytes.readUInt16BE(2)
  if (flags & 0x8000) return undefined
  const query: Query = { id: bytes.readUInt16BE(0), opcode: (flags >> 11) & 15, rd: (flags & 0x0100) !== 0 }
  const reader = new Reader(bytes)
  {
    if (bytes.readUInt16BE(4) !== 1) return query.opcode === 0 ? undefined : query
    query.question = { name: reader.name(), type: reader.number(2), class: reader.number(2) }
    const records = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(10)
    for (let i = 0; i < records; i++) {
      reader.name()
      const type = reader.number(2)
      reader.skip(3)
      const version = reader.number(1)
      reader.skip(2)
      reader.skip(reader.number(2))
      if (type === OPT) query.edns ??= { version }
    }
  }
  return query
}

// ---- writing ----

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const u32 = (value: number): Buffer => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255])

const encodeName = (name: Name): Buffer =>
  Buffer.concat([...name.map((label) => Buffer.from(String.fromCharCode(label.length) + label, 'latin1')), Buffer.alloc(1)])

function encodeAddress(address: string): Buffer {
  if (net.isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = address.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return Buffer.concat([...left, ...zeros, ...right].map((group) => u16(parseInt(group, 16))))
}

function encodeData(row: ZoneRecord): Buffer {
  switch (row.type) {
    case 'A':
    case 'AAAA':
      return encodeAddress(row.address)
    case 'NS':
    case 'CNAME':
      return encodeName(nameOf(row.target))
    case 'MX':
      return Buffer.concat([u16(row.preference), encodeName(nameOf(row.target))])
    case 'TXT':
      return Buffer.concat([Buffer.from([Buffer.byteLength(row.text)]), Buffer.from(row.text)])
    case 'SOA':
      return Buffer.concat([encodeName(nameOf(row.primary)), encodeName(nameOf(row.mailbox)), ...row.numbers.map(u32)])
  }
}

function encodeRecord(name: Buffer, row: ZoneRecord, ttl = row.ttl): Buffer {
  const data = encodeData(row)
  return Buffer.concat([name, u16(TYPES[row.type]), u16(IN), u32(ttl), u16(data.length), data])
}

interface Reply {
  rcode: number
  aa: boolean
  answer: Buffer[]
  authority: Buffer[]
}

function encodeReply(query: Query, reply: Reply): Buffer {
  const { question, edns } = query
  const questions = question ? [encodeName(question.name), u16(question.type), u16(question.class)] : []
  const additional = edns ? [Buffer.from([0]), u16(OPT), u16(1232), Buffer.from([reply.rcode >> 4, 0, 0, 0]), u16(0)] : []
  const flags = 0x8000 | (query.opcode << 11) | (reply.aa ? 0x0400 : 0) | (query.rd ? 0x0100 : 0) | (reply.rcode & 15)
  return Buffer.concat([
    ...[query.id, flags, question ? 1 : 0, reply.answer.length, reply.authority.length, edns ? 1 : 0].map(u16),
    ...questions,
    ...reply.answer,
    ...reply.authority,
    ...additional,
  ])
}

// ---- answering ----

const POINTER_TO_QUESTION = u16(0xc00c)

function answer({ opcode, question, edns }: Query): Reply {
  const reply: Reply = { rcode: 0, aa: true, answer: [], authority: [] }
  if (opcode !== 0 || !question) return { ...reply, rcode: NOTIMP }
  if (edns && edns.version > 0) return { ...reply, rcode: 16 }
  if (!isInZone(question.name)) return { ...reply, rcode: REFUSED, aa: false }

  let name = question.name
  let owner = POINTER_TO_QUESTION
  const seen = new Set<string>()
  for (;;) {
    const found = find(name)
    seen.add(keyOf(name))
    const wanted = found?.filter((row) => (question.type === ANY ? row.type === found[0]!.type : TYPES[row.type] === question.type)) ?? []
    for (const row of wanted) reply.answer.push(encodeRecord(owner, row))
    if (wanted.length > 0) return reply

    const alias = found?.find((row) => row.type === 'CNAME')
    if (alias?.type !== 'CNAME') {
      if (!found) reply.rcode = NXDOMAIN
      reply.authority.push(encodeRecord(encodeName(nameOf(ORIGIN)), SOA, Math.min(SOA.ttl, SOA.numbers[4])))
      return reply
    }
    reply.answer.push(encodeRecord(owner, alias))
    name = nameOf(alias.target)
    owner = encodeName(name)
    if (!isInZone(name) || seen.has(keyOf(name))) return reply
  }
}

const socket = dgram.createSocket('udp4')

socket.on('message', (bytes, sender) => {
  const query = parse(bytes)
  if (!query || sender.port === 0) return
  socket.send(encodeReply(query, answer(query)), sender.port, sender.address, () => {})
})

socket.bind(params.port, () => console.log(ZONE.length, 'records of', ORIGIN))
