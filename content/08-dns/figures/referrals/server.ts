import { randomInt } from 'node:crypto'
import dgram from 'node:dgram'
import net from 'node:net'

const PORT = Number(process.env.PORT ?? 53)
const ROOTS = process.argv.length > 2 ? process.argv.slice(2) : ['198.51.100.1']
const FRIENDS = /^(::ffff:)?(127|10)\./ // a resolver that answers everyone is an amplifier
const HEADER = 12 // bytes
const IN = 1
const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, OPT: 41 }
const [NOERROR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED] = [0, 2, 3, 4, 5]
const [PLAIN_UDP, MOST_UDP, MOST_TCP] = [512, 1232, 65_535] // bytes of a reply
const IDLE_MS = 10_000 // of a TCP connection
const TRY_MS = 800 // for one server
const MOST_ASKED = 30 // queries for one question
const MOST_KEPT = 1000 // cache entries
const DAY = 86_400 // seconds

interface Row {
  name: string
  type: number
  ttl: number
  data: Buffer // names in it without pointers
}

interface Question {
  name: string
  type: number
  class: number
  end: number // where the message continues
  limit: number // bytes of a reply over UDP
  hasOpt: boolean
}

interface Reply {
  rcode: number
  answers: Row[]
  authorities: Row[]
}

/** Replies by type and name, and the servers of zones by the zone's name. */
const replies = new Map<string, { reply: Reply; expires: number }>()
const zones = new Map<string, { servers: string[]; expires: number }>()

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (query, client) => {
  replyTo(query, 'udp', client.address).then(
    (reply) => reply && udp.send(reply, client.port, client.address),
    (error) => console.log(client.address, String(error)),
  )
})
udp.bind(PORT, () => console.log('listening on UDP port', PORT))

const tcp = net.createServer((socket) => {
  let rest = Buffer.alloc(0) // the start of a message that isn't complete
  socket.on('error', (error) => console.log(error.message))
  socket.setTimeout(IDLE_MS, () => socket.destroy())
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0)
      replyTo(rest.subarray(2, end), 'tcp', socket.remoteAddress).then(
        (reply) => reply && socket.writable && socket.write(Buffer.concat([u16(reply.length), reply])),
        (error) => socket.destroy(error),
      )
      rest = Buffer.from(rest.subarray(end))
    }
  })
})
tcp.maxConnections = 100
tcp.on('error', (error) => console.log(error.message))
tcp.listen(PORT, () => console.log('listening on TCP port', PORT))

/** Returns the reply to a query; null if there must be none. Rejects with RangeError for a message that can't be read. */
async function replyTo(query: Buffer, over: 'udp' | 'tcp', client = ''): Promise<Buffer | null> {
  if (query.length < HEADER) return null
  const flags = query.readUInt16BE(2)
  if (flags & 0x8000) return null // a reply: two servers would answer each other
  if (flags & 0x7800) return message(query, no(NOTIMP))
  const question = readQuestion(query)
  const limit = over === 'tcp' ? MOST_TCP : question.limit
  if (question.class !== IN || !FRIENDS.test(client)) return message(query, no(REFUSED), question, limit)
  const reply = await resolve(question.name, question.type).catch((error) => {
    console.log(question.name, String(error))
    return no(SERVFAIL)
  })
  return message(query, reply, question, limit)
}

/** Asks one server after the other, from the closest zone that is known down to the one that has the answer. */
async function resolve(name: string, type: number, budget = { left: MOST_ASKED }): Promise<Reply> {
  const known = remembered(name, type)
  if (known) return known
  let zone = closestZone(name)
  for (;;) {
    const servers = zones.get(zone)?.servers ?? ROOTS
    const reply = await askOneOf(servers, name, type, budget)
    const answers = reply.answers.filter((row) => row.name === name && (row.type === type || row.type === TYPES.CNAME))
    const alias = answers.find((row) => row.type === TYPES.CNAME)
    if (alias && type !== TYPES.CNAME) {
      const rest = await resolve(nameIn(alias), type, budget)
      return remember(name, type, { ...rest, answers: [alias, ...rest.answers] })
    }
    if (answers.length > 0) return remember(name, type, { rcode: NOERROR, answers, authorities: [] })
    const nearer = reply.authorities.filter((row) => row.type === TYPES.NS && row.name !== zone)
    const [first] = nearer.filter((row) => isBelow(row.name, zone) && isBelow(name, row.name))
    if (reply.rcode !== NOERROR || !first) {
      const authorities = reply.authorities.filter((row) => row.type === TYPES.SOA && isBelow(name, row.name))
      return remember(name, type, { rcode: reply.rcode, answers, authorities })
    }
    const names = nearer.filter((row) => row.name === first.name).map(nameIn)
    // Addresses count only if the server that sent them is in charge of their names.
    const glue = reply.additionals.filter((row) => names.includes(row.name) && isBelow(row.name, zone))
    const own = glue.filter((row) => row.type === TYPES.A).map(addressIn)
    const found = own.length > 0 ? own : await addressesOf(names, budget)
    forget(zones)
    zones.set(first.name, { servers: found, expires: seconds() + Math.min(first.ttl, DAY) })
    zone = first.name
  }
}

async function addressesOf(names: string[], budget: { left: number }): Promise<string[]> {
  for (const name of names) {
    const { answers } = await resolve(name, TYPES.A, budget)
    if (answers.length > 0) return answers.filter((row) => row.type === TYPES.A).map(addressIn)
  }
  throw new Error(`no address for ${names.join(', ')}`)
}

/** The first usable reply of these servers. */
async function askOneOf(servers: string[], name: string, type: number, budget: { left: number }) {
  for (const server of servers) {
    if (budget.left-- === 0) throw new Error('too many queries')
    const reply = await ask(server, name, type).catch((error) => console.log(server, String(error)))
    if (reply && (reply.rcode === NOERROR || reply.rcode === NXDOMAIN)) return reply
  }
  throw new Error(`no answer from ${servers.join(', ')}`)
}

/** Asks one server once, from a port and with an id that nobody can guess. */
function ask(server: string, name: string, type: number) {
  const id = randomInt(65_536)
  const socket = dgram.createSocket('udp4')
  const opt = Buffer.concat([Buffer.of(0), u16(TYPES.OPT), u16(MOST_UDP), Buffer.alloc(6)])
  const header = [id, 0, 1, 0, 0, 1].map(u16) // RD is 0: no server on the way should do our work
  const query = Buffer.concat([...header, encodeName(name), u16(type), u16(IN), opt])
  const reply = new Promise<ReturnType<typeof readReply>>((done, fail) => {
    const timer = setTimeout(() => fail(new Error('no reply')), TRY_MS)
    socket.on('close', () => clearTimeout(timer))
    socket.on('error', fail)
    socket.on('message', (bytes) => {
      try {
        const read = readReply(bytes)
        if (read.id !== id || read.name !== name || read.type !== type) return
        if (read.isCut) fail(new Error('truncated'))
        else done(read)
      } catch (error) {
        console.log(server, String(error)) // a forged reply must not end the wait for the real one
      }
    })
    // A connected socket takes datagrams from this address and port only.
    socket.connect(53, server, (error?: Error) => (error ? fail(error) : socket.send(query)))
  })
  return reply.finally(() => socket.close())
}

/** Cached records get older: their TTL is what's left of it. */
function remembered(name: string, type: number): Reply | null {
  const entry = replies.get(`${type} ${name}`)
  const left = entry ? Math.floor(entry.expires - seconds()) : 0
  if (!entry || left <= 0) return null
  const older = (row: Row) => ({ ...row, ttl: Math.min(row.ttl, left) })
  return { ...entry.reply, answers: entry.reply.answers.map(older), authorities: entry.reply.authorities.map(older) }
}

/** Keeps a reply for the shortest TTL in it. A "no" without a SOA has none, and isn't kept. */
function remember(name: string, type: number, reply: Reply): Reply {
  const ttls = [...reply.answers, ...reply.authorities].map((row) => row.ttl)
  if (ttls.length === 0) return reply
  forget(replies)
  replies.set(`${type} ${name}`, { reply, expires: seconds() + Math.min(...ttls, DAY) })
  return reply
}

/** Makes room for a new entry. */
function forget(cache: Map<string, unknown>) {
  const [oldest] = cache.keys()
  if (cache.size >= MOST_KEPT && oldest !== undefined) cache.delete(oldest)
}

function closestZone(name: string): string {
  if (name === '') return ''
  const zone = zones.get(name)
  if (zone && zone.expires > seconds()) return name
  const dot = name.indexOf('.')
  return closestZone(dot === -1 ? '' : name.slice(dot + 1))
}

const seconds = () => performance.now() / 1000

const no = (rcode: number): Reply => ({ rcode, answers: [], authorities: [] })

const nameIn = ({ data }: Row) => readName(data, 0).name

const addressIn = ({ data }: Row) => data.join('.')

function isBelow(name: string, zone: string): boolean {
  return zone === '' || name === zone || name.endsWith(`.${zone}`)
}

function message(query: Buffer, reply: Reply, question?: Question, limit = PLAIN_UDP): Buffer {
  const { rcode, answers, authorities } = reply
  const flags = 0x8080 | (query.readUInt16BE(2) & 0x7900) | rcode
  if (!question) return Buffer.concat([query.subarray(0, 2), u16(flags), Buffer.alloc(8)])
  const asked = query.subarray(HEADER, question.end)
  const opt = question.hasOpt
    ? Buffer.concat([Buffer.of(0), u16(TYPES.OPT), u16(MOST_UDP), Buffer.alloc(6)])
    : Buffer.alloc(0)
  const rows = [...answers, ...authorities].map((row) => encodeRow(row))
  let room = limit - HEADER - asked.length - opt.length
  const sent: Buffer[] = []
  for (const row of rows) {
    room -= row.length
    if (room < 0) break
    sent.push(row)
  }
  const isCut = sent.length < rows.length
  const answerCount = Math.min(sent.length, answers.length)
  const counts = [1, answerCount, sent.length - answerCount, question.hasOpt ? 1 : 0]
  return Buffer.concat([
    query.subarray(0, 2),
    u16(flags | (isCut ? 0x0200 : 0)),
    ...counts.map(u16),
    asked,
    ...sent,
    opt,
  ])
}

function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}

function encodeRow({ name, type, ttl, data }: Row): Buffer {
  const lifetime = Buffer.alloc(4)
  lifetime.writeUInt32BE(ttl)
  return Buffer.concat([encodeName(name), u16(type), u16(IN), lifetime, u16(data.length), data])
}

/** Encodes a name without pointers. */
function encodeName(name: string): Buffer {
  const labels = name.match(/(?:\\.|[^.\\])+/g) ?? []
  const bytes = labels.map((label) => Buffer.from(label.replace(/\\(.)/g, '$1'), 'latin1'))
  return Buffer.concat([...bytes.flatMap((label) => [Buffer.of(label.length), label]), Buffer.of(0)])
}

function readReply(bytes: Buffer) {
  const flags = bytes.readUInt16BE(2)
  const { name, type, end } = readQuestion(bytes)
  const sections: Row[][] = []
  let at = end
  for (const count of [6, 8, 10].map((offset) => bytes.readUInt16BE(offset))) {
    const rows: Row[] = []
    for (let i = 0; i < count; i++) {
      const { row, next } = readRow(bytes, at)
      rows.push(row)
      at = next
    }
    sections.push(rows)
  }
  const [answers = [], authorities = [], additionals = []] = sections
  const head = { id: bytes.readUInt16BE(0), isCut: (flags & 0x0200) !== 0, rcode: flags & 15 }
  return { ...head, name, type, answers, authorities, additionals }
}

function readRow(bytes: Buffer, offset: number): { row: Row; next: number } {
  const { name, next } = readName(bytes, offset)
  const [type, start] = [bytes.readUInt16BE(next), next + 10]
  const end = start + bytes.readUInt16BE(next + 8)
  if (end > bytes.length) throw new RangeError('a record is cut off')
  const ttl = Math.max(0, bytes.readInt32BE(next + 4)) // with the top bit set it's 0 (RFC 2181, 8)
  return { row: { name, type, ttl, data: readData(bytes, type, start, end) }, next: end }
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

function readQuestion(query: Buffer): Question {
  if (query.readUInt16BE(4) !== 1) throw new RangeError('not one question')
  const { name, next } = readName(query, HEADER)
  const end = next + 4
  const size = readUdpSize(query, end)
  const limit = Math.min(Math.max(size ?? 0, PLAIN_UDP), MOST_UDP)
  return {
    name,
    type: query.readUInt16BE(next),
    class: query.readUInt16BE(next + 2),
    end,
    limit,
    hasOpt: size !== null,
  }
}

/** The class of the OPT record: how many bytes the client takes over UDP. Null without such a record. */
function readUdpSize(query: Buffer, offset: number): number | null {
  const records = query.readUInt16BE(6) + query.readUInt16BE(8) + query.readUInt16BE(10)
  let at = offset
  for (let i = 0; i < records; i++) {
    at = readName(query, at).next
    if (query.readUInt16BE(at) === TYPES.OPT) return query.readUInt16BE(at + 2)
    at += 10 + query.readUInt16BE(at + 8)
  }
  return null
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
