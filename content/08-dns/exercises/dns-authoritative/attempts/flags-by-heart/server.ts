import dgram from 'node:dgram'
import { params } from './params.ts'
import { ORIGIN, ZONE, type ZoneRecord } from './zone.ts'

const NUMBER_OF: Record<ZoneRecord['type'], number> = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28 }

/** A label as it came, and as it is compared. */
class Label {
  readonly bytes: Buffer
  readonly key: string

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.key = bytes.toString('hex').replace(/../g, (hex) => {
      const code = parseInt(hex, 16)
      return (code >= 0x41 && code <= 0x5a ? code + 0x20 : code).toString(16).padStart(2, '0')
    })
  }
}

const labelsOf = (text: string): Label[] => text.split('.').map((label) => new Label(Buffer.from(label, 'latin1')))

/** The zone as a tree: the root is the origin, and each node has a child for each label in front of its name. */
class Node {
  readonly children = new Map<string, Node>()
  readonly sets = new Map<number, ZoneRecord[]>()

  put(path: Label[], row: ZoneRecord): void {
    const label = path.at(-1)
    if (!label) {
      const type = NUMBER_OF[row.type]
      this.sets.set(type, [...(this.sets.get(type) ?? []), row])
      return
    }
    let child = this.children.get(label.key)
    if (!child) this.children.set(label.key, (child = new Node()))
    child.put(path.slice(0, -1), row)
  }

  get(path: Label[]): Node | undefined {
    const label = path.at(-1)
    if (!label) return this
    const child = this.children.get(label.key)
    // This node is the closest one that exists. Only its own asterisk can stand for the rest.
    return child ? child.get(path.slice(0, -1)) : this.children.get(ASTERISK.key)
  }
}

const ASTERISK = new Label(Buffer.from('*'))
const ORIGIN_LABELS = labelsOf(ORIGIN)
const root = new Node()
for (const row of ZONE) root.put(labelsOf(row.name).slice(0, -ORIGIN_LABELS.length), row)

/** What stands before the origin, or undefined for a name outside of the zone. */
function pathOf(name: Label[]): Label[] | undefined {
  const cut = name.length - ORIGIN_LABELS.length
  if (cut < 0) return undefined
  return ORIGIN_LABELS.every((label, i) => label.key === name[cut + i]!.key) ? name.slice(0, cut) : undefined
}

class Malformed extends Error {}

interface Message {
  id: number
  flags: number
  questions: { name: Label[]; type: number; class: number }[]
  optVersion: number | undefined
}

function decode(message: Buffer): Message {
  let at = 12
  const need = (count: number, from = at) => {
    if (from + count > message.length) throw new Malformed('cut off')
  }
  const u8 = () => (need(1), message[at++]!)
  const u16 = () => (need(2), (at += 2), message.readUInt16BE(at - 2))

  const readName = (from: number, visited: Set<number>): { labels: Label[]; next: number } => {
    const labels: Label[] = []
    for (let p = from; ; ) {
      need(1, p)
      const length = message[p]!
      if (length === 0) return { labels, next: p + 1 }
      if (length >= 192) {
        need(2, p)
        const target = message.readUInt16BE(p) & 0x3fff
        if (visited.has(target)) throw new Malformed('a loop of pointers')
        visited.add(target)
        return { labels: [...labels, ...readName(target, visited).labels], next: p + 2 }
      }
      if (length >= 64) throw new Malformed('a reserved label type')
      need(length, p + 1)
      labels.push(new Label(message.subarray(p + 1, p + 1 + length)))
      p += 1 + length
    }
  }
  const name = () => {
    const { labels, next } = readName(at, new Set([at]))
    if (labels.reduce((size, label) => size + 1 + label.bytes.length, 1) > 255) throw new Malformed('a long name')
    at = next
    return labels
  }

  const [id, flags, qd, an, ns, ar] = [0, 2, 4, 6, 8, 10].map((offset) => message.readUInt16BE(offset)) as [number, number, number, number, number, number]
  const questions = Array.from({ length: qd }, () => ({ name: name(), type: u16(), class: u16() }))
  let optVersion: number | undefined
  for (let i = 0; i < an + ns + ar; i++) {
    name()
    const type = u16()
    u16() // class
    u8() // first byte of the TTL
    const version = u8()
    u16()
    const length = u16()
    need(length)
    at += length
    if (type === 41 && i >= an + ns) optVersion ??= version
  }
  return { id, flags, questions, optVersion }
}

/** Grows with what is written. */
class Writer {
  readonly #parts: Buffer[] = []

  int(value: number, size: 1 | 2 | 4): this {
    const bytes = Buffer.alloc(size)
    bytes.writeUIntBE(value, 0, size)
    this.#parts.push(bytes)
    return this
  }

  name(labels: Label[]): this {
    for (const { bytes } of labels) this.int(bytes.length, 1).#parts.push(bytes)
    return this.int(0, 1)
  }

  text(text: string): this {
    const bytes = Buffer.from(text)
    this.int(bytes.length, 1).#parts.push(bytes)
    return this
  }

  address(address: string): this {
    if (!address.includes(':')) {
      for (const part of address.split('.')) this.int(Number(part), 1)
      return this
    }
    const halves = address.split('::').map((half) => half.split(':').filter(Boolean))
    const missing = 8 - halves.flat().length
    const groups = halves.length === 2 ? [...halves[0]!, ...Array<string>(missing).fill('0'), ...halves[1]!] : halves[0]!
    for (const group of groups) this.int(parseInt(group, 16), 2)
    return this
  }

  record(owner: Label[] | 'as asked', row: ZoneRecord, ttl: number): this {
    if (owner === 'as asked') this.int(0xc00c, 2)
    else this.name(owner)
    const data = dataOf(row)
    this.int(NUMBER_OF[row.type], 2).int(1, 2).int(ttl, 4).int(data.length, 2).#parts.push(data)
    return this
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

function dataOf(row: ZoneRecord): Buffer {
  const data = new Writer()
  if (row.type === 'A' || row.type === 'AAAA') data.address(row.address)
  if (row.type === 'MX') data.int(row.preference, 2)
  if (row.type === 'MX' || row.type === 'NS' || row.type === 'CNAME') data.name(labelsOf(row.target))
  if (row.type === 'TXT') data.text(row.text)
  if (row.type === 'SOA') {
    data.name(labelsOf(row.primary)).name(labelsOf(row.mailbox))
    for (const number of row.numbers) data.int(number, 4)
  }
  return data.bytes
}

interface Found {
  rcode: number
  refused?: true
  answers: { owner: Label[] | 'as asked'; row: ZoneRecord }[]
  negative: boolean
}

function resolve(asked: Label[], type: number): Found {
  const found: Found = { rcode: 0, answers: [], negative: false }
  const visited = new Set<Node>()
  let owner: Label[] | 'as asked' = 'as asked'
  for (let name = asked; ; ) {
    const path = pathOf(name)
    if (!path) return owner === 'as asked' ? { ...found, rcode: 5, refused: true } : found
    const node = root.get(path)
    if (!node) return { ...found, rcode: 3, negative: true }
    if (visited.has(node)) return found
    visited.add(node)
    const set: ZoneRecord[] | undefined = type === 255 ? node.sets.values().next().value : node.sets.get(type)
    const alias = set ? undefined : node.sets.get(NUMBER_OF.CNAME)?.[0]
    for (const row of set ?? []) found.answers.push({ owner, row })
    if (set) return found
    if (alias?.type !== 'CNAME') return { ...found, negative: true }
    found.answers.push({ owner, row: alias })
    owner = name = labelsOf(alias.target)
  }
}

const soa = ZONE.find((row) => row.type === 'SOA')!

function respond(query: Buffer): Buffer | undefined {
  if (query.length < 12 || query[2]! & 0x80) return undefined
  const opcode = (query[2]! >> 3) & 15
  let message: Message
  try {
    message = decode(query)
    if (opcode === 0 && message.questions.length !== 1) return undefined
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    if (opcode === 0) return undefined
    message = { id: query.readUInt16BE(0), flags: query.readUInt16BE(2), questions: [], optVersion: undefined }
  }

  const question = message.questions[0]
  let found: Found = { rcode: 0, answers: [], negative: false }
  if (opcode !== 0 || !question) found.rcode = 4
  else if (message.optVersion) found.rcode = 16
  else found = resolve(question.name, question.type)

  // a response, authoritative unless refused, with the RD of the client
  const flags = (found.refused ? 0x8100 : 0x8500) | (opcode << 11) | (found.rcode & 15)
  const writer = new Writer()
    .int(message.id, 2)
    .int(flags, 2)
    .int(message.questions.length, 2)
    .int(found.answers.length, 2)
    .int(found.negative ? 1 : 0, 2)
    .int(message.optVersion === undefined ? 0 : 1, 2)
  for (const { name, type, class: klass } of message.questions) writer.name(name).int(type, 2).int(klass, 2)
  for (const { owner, row } of found.answers) writer.record(owner, row, row.ttl)
  if (found.negative) writer.record(ORIGIN_LABELS, soa, soa.numbers[4])
  if (message.optVersion !== undefined) writer.name([]).int(41, 2).int(1232, 2).int(found.rcode >> 4, 1).int(0, 1).int(0, 2).int(0, 2)
  return writer.bytes
}

const socket = dgram.createSocket('udp4')

socket.on('message', (query, sender) => {
  const response = sender.port > 0 ? respond(query) : undefined
  if (response) socket.send(response, sender.port, sender.address, () => {})
})

socket.bind(params.port, () => console.log(ZONE.length, 'records of', ORIGIN))
