/** Given: DNS messages as bytes (RFC 1035, 4), and TCP. Whom to ask and what to believe are yours. */
import net from 'node:net'

export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, OPT: 41 } as const
export const [NOERROR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED] = [0, 2, 3, 4, 5] as const
const IN = 1
const HEADER = 12 // bytes
const UDP_SIZE = 1232 // bytes

/** A record. Names are in lower case, without the last dot; a dot inside a label is `\.`. */
export interface Row {
  name: string
  type: number
  ttl: number // seconds; 0 if it came with the top bit set
  data: Buffer // names in it without pointers
  target?: string // of NS and CNAME: the name
  address?: string // of A
}

/** What a resolver tells its client. */
export interface Reply {
  rcode: number
  answers: Row[]
  authorities: Row[]
}

/** What a server told the resolver. */
export interface Message extends Reply {
  id: number
  isReply: boolean // QR
  isAuthoritative: boolean // AA
  isCut: boolean // TC
  name: string // of the question, in lower case
  type: number
  additionals: Row[] // without OPT
}

/** A query with RD 0 and an OPT record that allows replies of 1232 bytes. */
export function encodeQuery(id: number, name: string, type: number): Buffer {
  return Buffer.concat([...[id, 0, 1, 0, 0, 1].map(u16), encodeName(name), u16(type), u16(IN), opt()])
}

/** Throws RangeError for bytes that aren't a message with one question. */
export function readMessage(bytes: Buffer): Message {
  const flags = bytes.readUInt16BE(2)
  if (bytes.readUInt16BE(4) !== 1) throw new RangeError('not one question')
  const { name, next } = readName(bytes, HEADER)
  const type = bytes.readUInt16BE(next)
  let at = next + 4
  const [answers = [], authorities = [], additionals = []] = [6, 8, 10].map((offset) => {
    const rows: Row[] = []
    for (let left = bytes.readUInt16BE(offset); left > 0; left--) {
      const { row, end } = readRow(bytes, at)
      if (row.type !== TYPES.OPT) rows.push(row)
      at = end
    }
    return rows
  })
  return {
    id: bytes.readUInt16BE(0),
    isReply: (flags & 0x8000) !== 0,
    isAuthoritative: (flags & 0x0400) !== 0,
    isCut: (flags & 0x0200) !== 0,
    rcode: flags & 15,
    name,
    type,
    answers,
    authorities,
    additionals,
  }
}

/** Sends a message to port 53 over TCP. Resolves with the bytes of the first message that comes back. */
export function exchangeOverTcp(server: string, message: Buffer, timeoutMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const socket = net.connect(53, server, () => socket.write(Buffer.concat([u16(message.length), message])))
  let received = Buffer.alloc(0)
  socket.on('error', reject)
  socket.on('close', () => reject(new Error(`${server} closed the connection`)))
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0))
      resolve(received.subarray(2, 2 + received.readUInt16BE(0)))
  })
  const timer = setTimeout(() => reject(new Error(`${server} was silent over TCP`)), timeoutMs)
  return promise.finally(() => {
    clearTimeout(timer)
    socket.destroy()
  })
}

/** A query of a client; null for what must get no reply. `end`: the length of header and question. */
export function readQuery(bytes: Buffer) {
  if (bytes.length < HEADER || bytes.readUInt8(2) & 0x80) return null
  const opcode = (bytes.readUInt8(2) >> 3) & 15
  const wantsRecursion = (bytes.readUInt8(2) & 1) !== 0
  if (opcode !== 0) return { name: '', type: 0, class: 0, opcode, wantsRecursion, size: null, end: HEADER }
  if (bytes.readUInt16BE(4) !== 1) throw new RangeError('not one question')
  const { name, next } = readName(bytes, HEADER)
  const size = readUdpSize(bytes, next + 4)
  const [type, class_] = [bytes.readUInt16BE(next), bytes.readUInt16BE(next + 2)]
  return { name, type, class: class_, opcode, wantsRecursion, size, end: next + 4 }
}

/** The reply to a client: its header and question, and as many whole records as the limit allows. */
export function encodeReply(query: Buffer, end: number, reply: Reply, hasOpt: boolean, limit: number): Buffer {
  const rows = [...reply.answers, ...reply.authorities].map(encodeRow)
  const extra = hasOpt ? opt() : Buffer.alloc(0)
  let room = limit - end - extra.length
  const sent = rows.filter((row) => (room -= row.length) >= 0)
  const answers = Math.min(sent.length, reply.answers.length)
  const cut = sent.length < rows.length ? 0x0200 : 0
  const flags = 0x8080 | (query.readUInt16BE(2) & 0x7900) | cut | reply.rcode // QR and RA; opcode and RD copied
  const counts = [end > HEADER ? 1 : 0, answers, sent.length - answers, hasOpt ? 1 : 0]
  return Buffer.concat([query.subarray(0, 2), u16(flags), ...counts.map(u16), query.subarray(HEADER, end), ...sent, extra])
}

/** The class of the OPT record: how many bytes the client takes over UDP. Null without such a record. */
function readUdpSize(query: Buffer, offset: number): number | null {
  let at = offset
  for (let left = query.readUInt16BE(6) + query.readUInt16BE(8) + query.readUInt16BE(10); left > 0; left--) {
    at = readName(query, at).next
    if (query.readUInt16BE(at) === TYPES.OPT) return query.readUInt16BE(at + 2)
    at += 10 + query.readUInt16BE(at + 8)
  }
  return null
}

function readRow(bytes: Buffer, offset: number): { row: Row; end: number } {
  const { name, next } = readName(bytes, offset)
  const [type, start] = [bytes.readUInt16BE(next), next + 10]
  const end = start + bytes.readUInt16BE(next + 8)
  if (end > bytes.length) throw new RangeError('a record is cut off')
  const row: Row = { name, type, ttl: Math.max(0, bytes.readInt32BE(next + 4)), data: readData(bytes, type, start, end) }
  if (type === TYPES.A && row.data.length === 4) row.address = row.data.join('.')
  if (type === TYPES.NS || type === TYPES.CNAME) row.target = readName(row.data, 0).name
  return { row, end }
}

/** The data of a record. Pointers in it lead into the message, so names are written out. */
function readData(bytes: Buffer, type: number, start: number, end: number): Buffer {
  if (type === TYPES.SOA) {
    const primary = readName(bytes, start)
    const mailbox = readName(bytes, primary.next)
    return Buffer.concat([encodeName(primary.name), encodeName(mailbox.name), bytes.subarray(mailbox.next, end)])
  }
  if (type === TYPES.MX)
    return Buffer.concat([bytes.subarray(start, start + 2), encodeName(readName(bytes, start + 2).name)])
  const isName = type === TYPES.NS || type === TYPES.CNAME || type === TYPES.PTR
  return isName ? encodeName(readName(bytes, start).name) : Buffer.from(bytes.subarray(start, end))
}

function encodeRow({ name, type, ttl, data }: Row): Buffer {
  const lifetime = Buffer.alloc(4)
  lifetime.writeUInt32BE(ttl)
  return Buffer.concat([encodeName(name), u16(type), u16(IN), lifetime, u16(data.length), data])
}

const opt = (): Buffer => Buffer.concat([Buffer.of(0), u16(TYPES.OPT), u16(UDP_SIZE), Buffer.alloc(6)])

/** Encodes a name without pointers. */
function encodeName(name: string): Buffer {
  const labels = name.match(/(?:\\.|[^.\\])+/g) ?? []
  const bytes = labels.map((label) => Buffer.from(label.replace(/\\(.)/g, '$1'), 'latin1'))
  return Buffer.concat([...bytes.flatMap((label) => [Buffer.of(label.length), label]), Buffer.of(0)])
}

/** Reads a name in lower case; `next` is where the message continues. */
function readName(bytes: Buffer, offset: number): { name: string; next: number } {
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
    labels.push(labelText(bytes.subarray(at + 1, at + 1 + length)))
    at += 1 + length
  }
}

/** A dot inside a label isn't a border between two. */
function labelText(label: Buffer): string {
  const text = label.toString('latin1').replace(/[.\\]/g, '\\$&')
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}
