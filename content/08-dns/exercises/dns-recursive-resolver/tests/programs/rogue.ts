/**
 * Both servers of two.test, which can't be trusted. What one of them does is in the first label of the name: to `refused.two.test` the
 * first one asked answers REFUSED, and the other the address.
 */
import dgram from 'node:dgram'
import net from 'node:net'

const ADDRESSES = ['203.0.113.65', '203.0.113.66']
const [A, NS, CNAME, SOA] = [1, 2, 5, 6]
const [SERVFAIL, NXDOMAIN, REFUSED] = [2, 3, 5]
const AA = 0x0400
const TC = 0x0200
const MINIMUM = Number(process.argv[2])
const MOST_REFERRED = 20 // servers in a referral

interface Query {
  bytes: Buffer
  name: string
  type: number
  end: number
  count: number // of queries for this name so far, with this one
  isFirst: boolean // at the address that was asked first for this name
}

interface Answer {
  flags?: number
  answers?: Buffer[]
  authorities?: Buffer[]
  additionals?: Buffer[]
}

const counts = new Map<string, number>()
const first = new Map<string, string>()
const sockets = ADDRESSES.map((address) => {
  const socket = dgram.createSocket('udp4')
  socket.on('message', (bytes, client) => {
    const query = read(bytes, address)
    const send = (reply: Buffer | null, from = socket) => reply && from.send(reply, client.port, client.address)
    for (const forged of forge(query, send, socket)) send(forged)
    // The right reply comes a moment behind a forged one.
    setTimeout(() => send(replyTo(query)), 5)
  })
  socket.bind(53, address)
  return socket
})
const stranger = dgram.createSocket('udp4')
stranger.bind(5353, ADDRESSES[0])

net
  .createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (chunk) => {
      const query = read(chunk.subarray(2), '')
      const reply = message(query, { flags: AA, answers: [address(query.name, 1)] })
      socket.write(Buffer.concat([u16(reply.length), reply]))
    })
  })
  .listen(53)

/** Replies that come before the right one, and must be ignored. */
function forge(query: Query, send: (reply: Buffer, from?: dgram.Socket) => void, own: dgram.Socket): Buffer[] {
  const label = query.name.split('.')[0]
  const lie = message(query, { flags: AA, answers: [address(query.name, 66)] })
  const changed = (change: (bytes: Buffer) => void) => {
    change(lie)
    return [lie]
  }
  if (label === 'forgedid') return changed((bytes) => bytes.writeUInt16BE(bytes.readUInt16BE(0) ^ 1, 0))
  if (label === 'forgedquery') return changed((bytes) => bytes.writeUInt16BE(0x0400, 2))
  if (label === 'forgedname') return changed((bytes) => bytes.write('x', 13, 'latin1'))
  if (label === 'forgedtype') return changed((bytes) => bytes.writeUInt16BE(16, query.end - 4))
  if (label === 'garbled') return [lie.subarray(0, 7), lie.subarray(0, query.end + 5)]
  if (label === 'forgedport') send(lie, stranger)
  if (label === 'forgedaddress')
    send(
      lie,
      sockets.find((socket) => socket !== own),
    )
  return []
}

function replyTo(query: Query): Buffer | null {
  const { name, type, count, isFirst } = query
  const labels = name.split('.')
  const [rule = '', number = ''] = (labels[0] ?? '').split('-')
  const honest = { flags: AA, answers: type === A ? [address(name, 1)] : [] }
  const say = (answer: Answer) => message(query, answer)
  if (labels.at(-3) === 'mute') return null
  if (labels.at(-3)?.startsWith('swarm')) return say(swarm(labels.slice(-3).join('.')))
  if (labels.at(-3) === 'slow') return say(referral('slow.two.test', (i) => `s${i}.mute.two.test`))
  if (labels.at(-3) === 'trap') {
    const glue = record('ns1.example.test', A, 3600, Buffer.of(203, 0, 113, 66))
    return say({ ...referral('trap.two.test', () => 'ns1.example.test', 1), additionals: [glue] })
  }
  switch (rule) {
    case 'refused':
      return say(isFirst ? { flags: REFUSED } : honest)
    case 'servfail':
      return say(isFirst ? { flags: SERVFAIL } : honest)
    case 'silent':
      return isFirst ? null : say(honest)
    case 'down':
      return null
    case 'late':
      return count <= 2 ? null : say(honest)
    case 'upward':
      return say(isFirst ? { ...referral('', () => 'up.two.test', 1), additionals: [root()] } : honest)
    case 'sideways':
      return say(isFirst ? referral('example.test', () => 'ns1.example.test', 1) : honest)
    case 'itself':
      return say(isFirst ? referral('two.test', () => 'a.two.test', 1) : honest)
    case 'unsure':
      return say(isFirst ? { answers: [address(name, 66)] } : honest)
    case 'hollow':
      return say(isFirst ? {} : honest)
    case 'cut':
      return say({ flags: AA | TC, answers: [address(name, 66)] })
    case 'poison':
      return say({
        ...honest,
        authorities: [record('example.test', NS, 3600, encodeName('a.two.test'))],
        additionals: [lieAbout('web.example.test')],
      })
    case 'extra':
      return say({ flags: AA, answers: [address(name, 1), lieAbout('mail.example.test'), lieAbout('other.two.test')] })
    case 'chain':
      return say(
        number === '0' ? honest : { flags: AA, answers: [alias(name, `chain-${Number(number) - 1}.two.test`)] },
      )
    case 'ring':
      return say({ flags: AA, answers: [alias(name, `ring-${1 - Number(number)}.two.test`)] })
    case 'nodata':
      return say(type === A ? { flags: AA, authorities: [soa()] } : { ...honest, answers: [] })
    case 'nobody':
      return say({ flags: AA | NXDOMAIN, authorities: [soa()] })
  }
  return say(honest)
}

/** Sends the resolver to more servers whose names it has to look up, each with a lookup like this one. */
function swarm(zone: string): Answer {
  const round = counts.get('swarm') ?? 0
  counts.set('swarm', round + 1)
  return referral(zone, (i) => `n${i}.swarm${round}x.two.test`)
}

function referral(zone: string, nameOf: (i: number) => string, count = MOST_REFERRED): Answer {
  return { authorities: Array.from({ length: count }, (_, i) => record(zone, NS, 3600, encodeName(nameOf(i)))) }
}

const root = () => record('up.two.test', A, 3600, Buffer.of(198, 51, 100, 1))
const soa = () =>
  record(
    'two.test',
    SOA,
    3600,
    Buffer.concat([encodeName('a.two.test'), encodeName('admin.two.test'), Buffer.alloc(16), u32(MINIMUM)]),
  )
const address = (name: string, last: number) => record(name, A, 60, Buffer.of(192, 0, 2, last))
const lieAbout = (name: string) => record(name, A, 86_400, Buffer.of(192, 0, 2, 66))
const alias = (name: string, target: string) => record(name, CNAME, 60, encodeName(target))

function read(bytes: Buffer, at: string): Query {
  const labels: string[] = []
  let end = 12
  for (let length = bytes.readUInt8(end); length > 0; length = bytes.readUInt8(end)) {
    labels.push(bytes.toString('latin1', end + 1, end + 1 + length).toLowerCase())
    end += 1 + length
  }
  const name = labels.join('.')
  const count = (counts.get(name) ?? 0) + 1
  counts.set(name, count)
  if (!first.has(name)) first.set(name, at)
  return { bytes, name, type: bytes.readUInt16BE(end + 1), end: end + 5, count, isFirst: first.get(name) === at }
}

function message(
  { bytes, end }: Query,
  { flags = 0, answers = [], authorities = [], additionals = [] }: Answer,
): Buffer {
  const counts = [1, answers.length, authorities.length, additionals.length]
  const header = Buffer.concat([bytes.subarray(0, 2), u16(0x8000 | flags), ...counts.map(u16)])
  return Buffer.concat([header, bytes.subarray(12, end), ...answers, ...authorities, ...additionals])
}

function record(name: string, type: number, ttl: number, data: Buffer): Buffer {
  return Buffer.concat([encodeName(name), u16(type), u16(1), u32(ttl), u16(data.length), data])
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '')
  return Buffer.concat([
    ...labels.map((label) => Buffer.from(String.fromCharCode(label.length) + label, 'latin1')),
    Buffer.of(0),
  ])
}

function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
