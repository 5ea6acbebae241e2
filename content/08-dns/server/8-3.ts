import dgram from 'node:dgram'

const PORT = Number(process.env.PORT ?? 53)
const HEADER = 12 // bytes
const IN = 1
const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16 }
const [NOERROR, NXDOMAIN, NOTIMP, REFUSED] = [0, 3, 4, 5]

const ORIGIN = 'lab.test'
const ZONE = records(`
  lab.test         300 SOA   ns1.lab.test admin.lab.test 1 7200 900 1209600 60
  lab.test         300 NS    ns1.lab.test
  ns1.lab.test     300 A     10.0.9.2
  web.lab.test     300 A     192.0.2.10
  web.lab.test     300 TXT   the front door
  www.lab.test     300 CNAME web.lab.test
  a.deep.lab.test  300 A     192.0.2.30`)
const SOA = ZONE[0]!
/** Names that exist: those with records, and every name between them and the zone's own. */
const NAMES = new Set(ZONE.flatMap(({ name }) => parents(name)))

interface Row {
  name: string
  ttl: number
  type: keyof typeof TYPES
  data: string
}

interface Question {
  name: string
  type: number
  class: number
  end: number // where the message continues
}

interface Reply {
  rcode: number
  isOurs: boolean
  answers: Row[]
  authorities: Row[]
}

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (query, client) => {
  try {
    const reply = replyTo(query)
    if (reply) udp.send(reply, client.port, client.address)
  } catch (error) {
    console.log(client.address, String(error))
  }
})
udp.bind(PORT, () => console.log('listening on UDP port', PORT))

/** Returns the reply to a query; null if there must be none. Throws RangeError for a message that can't be read. */
function replyTo(query: Buffer): Buffer | null {
  if (query.length < HEADER) return null
  const flags = query.readUInt16BE(2)
  if (flags & 0x8000) return null // a reply: two servers would answer each other
  if (flags & 0x7800) return message(query, no(NOTIMP))
  const question = readQuestion(query)
  return message(query, lookUp(question), question)
}

function lookUp({ name, type, class: class_ }: Question): Reply {
  if (class_ !== IN || !isBelow(name, ORIGIN)) return no(REFUSED)
  const rows = ZONE.filter((row) => row.name === name)
  const answers = rows.filter((row) => TYPES[row.type] === type || row.type === 'CNAME')
  if (answers.length > 0) return { rcode: NOERROR, isOurs: true, answers, authorities: [] }
  const rcode = NAMES.has(name) ? NOERROR : NXDOMAIN
  const ttl = Math.min(SOA.ttl, Number(SOA.data.split(' ').at(-1)))
  return { rcode, isOurs: true, answers, authorities: [{ ...SOA, ttl }] }
}

const no = (rcode: number): Reply => ({ rcode, isOurs: false, answers: [], authorities: [] })

function isBelow(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`)
}

/** The name and those above it, up to the zone's own. */
function parents(name: string): string[] {
  return name === ORIGIN ? [name] : [name, ...parents(name.slice(name.indexOf('.') + 1))]
}

function records(lines: string): Row[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', ttl, type, ...data] = line.trim().split(/ +/)
      return { name, ttl: Number(ttl), type: type as Row['type'], data: data.join(' ') }
    })
}

function message(query: Buffer, { rcode, isOurs, answers, authorities }: Reply, question?: Question): Buffer {
  const header = Buffer.alloc(HEADER)
  header.writeUInt16BE(query.readUInt16BE(0), 0) // id
  header.writeUInt16BE(0x8000 | (query.readUInt16BE(2) & 0x7900) | (isOurs ? 0x0400 : 0) | rcode, 2)
  if (!question) return header
  for (const [i, count] of [1, answers.length, authorities.length].entries()) header.writeUInt16BE(count, 4 + 2 * i)
  return Buffer.concat([
    header,
    query.subarray(HEADER, question.end),
    ...[...answers, ...authorities].map((row) => encodeRow(row)),
  ])
}

function encodeRow({ name, type, ttl, data }: Row): Buffer {
  const bytes = encodeData(type, data)
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(TYPES[type], 0)
  fixed.writeUInt16BE(IN, 2)
  fixed.writeUInt32BE(ttl, 4)
  fixed.writeUInt16BE(bytes.length, 8)
  return Buffer.concat([encodeName(name), fixed, bytes])
}

function encodeData(type: Row['type'], data: string): Buffer {
  if (type === 'A') return Buffer.from(data.split('.').map(Number))
  if (type === 'TXT') return Buffer.concat([Buffer.of(data.length), Buffer.from(data)])
  if (type !== 'SOA') return encodeName(data)
  const [primary = '', mailbox = '', ...numbers] = data.split(' ')
  const times = Buffer.alloc(20)
  for (const [i, number] of numbers.entries()) times.writeUInt32BE(Number(number), 4 * i)
  return Buffer.concat([encodeName(primary), encodeName(mailbox), times])
}

/** Encodes a name without pointers. */
function encodeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label, 'latin1')]))
  return Buffer.concat([...labels, Buffer.of(0)])
}

function readQuestion(query: Buffer): Question {
  if (query.readUInt16BE(4) !== 1) throw new RangeError('not one question')
  const { name, next } = readName(query, HEADER)
  return { name, type: query.readUInt16BE(next), class: query.readUInt16BE(next + 2), end: next + 4 }
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
