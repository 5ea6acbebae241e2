import { randomInt } from 'node:crypto'
import dgram from 'node:dgram'
import {
  encodeQuery,
  exchangeOverTcp,
  type Message,
  NOERROR,
  NXDOMAIN,
  type Reply,
  type Row,
  readMessage,
  TYPES,
} from './wire-format.ts'

/** Servers of the root. On your own machine: `node server.ts 198.41.0.4`. */
const ROOTS = process.argv.length > 2 ? process.argv.slice(2) : ['198.51.100.1']
const TRY_MS = 400 // for a server to answer
const ROUNDS = 2
const MOST_QUERIES = 100 // for one question of a client
const MOST_SECONDS = 5
const MOST_ALIASES = 8
const MOST_KEPT = 1000 // entries of a cache
const DAY = 86_400 // seconds

/** What is left for one question of a client. */
interface Budget {
  queries: number
  ends: number // in seconds
}

interface Zone {
  name: string
  servers: string[] // addresses
}

/** What a server told us: the end of the walk, or where it continues. */
type Finding = { reply: Reply } | { zone: string; names: string[]; glue: string[]; ttl: number }

interface Kept<T> {
  value: T
  since: number
  ttl: number
}

const replies = new Map<string, Kept<Reply>>()
const zones = new Map<string, Kept<Zone>>()

/** Finds the answer, or the "no", from the root down. When it rejects, the client gets SERVFAIL. */
export async function resolve(name: string, type: number): Promise<Reply> {
  const budget = { queries: MOST_QUERIES, ends: seconds() + MOST_SECONDS }
  const answers: Row[] = []
  let next = name
  for (let aliases = 0; aliases <= MOST_ALIASES; aliases++) {
    const reply = await find(next, type, budget)
    answers.push(...reply.answers)
    const alias = reply.answers.find((row) => row.type === TYPES.CNAME)
    if (!alias?.target || type === TYPES.CNAME) return { ...reply, answers }
    next = alias.target
  }
  throw new Error(`more than ${MOST_ALIASES} aliases`)
}

/** Walks down from the closest zone that is known. */
async function find(name: string, type: number, budget: Budget): Promise<Reply> {
  const known = remembered(`* ${name}`) ?? remembered(`${type} ${name}`)
  if (known) return known
  let zone = closestZone(name)
  for (;;) {
    const finding = await askOneOf(zone, name, type, budget)
    if ('reply' in finding) return remember(name, type, finding.reply)
    const servers = finding.glue.length > 0 ? finding.glue : await addressesOf(finding.names, budget)
    zone = { name: finding.zone, servers }
    keep(zones, zone.name, zone, finding.ttl)
  }
}

/** Addresses of servers that came without glue: of the first that has any. */
async function addressesOf(names: string[], budget: Budget): Promise<string[]> {
  for (const name of names) {
    if (budget.queries <= 0 || seconds() >= budget.ends) break
    const reply = await find(name, TYPES.A, budget).catch(() => null)
    const addresses = reply?.answers.flatMap((row) => row.address ?? []) ?? []
    if (addresses.length > 0) return addresses
  }
  throw new Error(`no address of ${names.join(', ')}`)
}

/** Asks the servers of a zone in turn, the silent ones twice, until one says something useful. */
async function askOneOf(zone: Zone, name: string, type: number, budget: Budget): Promise<Finding> {
  const candidates = new Set(zone.servers)
  for (let round = 0; round < ROUNDS; round++) {
    for (const server of candidates) {
      const ms = spend(budget)
      const message = await ask(server, name, type, ms).catch(() => null)
      if (!message) continue
      const whole = message.isCut ? await askOverTcp(server, name, type, spend(budget)) : message
      const finding = whole && judge(whole, zone.name, name, type)
      if (finding) return finding
      candidates.delete(server)
    }
  }
  throw new Error(`no useful reply from ${zone.servers.join(', ')}`)
}

/** Milliseconds that the next query may take. Throws if there must be none. */
function spend(budget: Budget): number {
  const ms = (budget.ends - seconds()) * 1000
  if (ms <= 0 || budget.queries-- <= 0) throw new Error('this question costs too much')
  return Math.min(TRY_MS, ms)
}

/** Says what a reply is worth that came from a server of this zone; null if nothing. */
function judge(message: Message, zone: string, name: string, type: number): Finding | null {
  const { rcode, isAuthoritative, authorities, additionals } = message
  if (rcode !== NOERROR && rcode !== NXDOMAIN) return null
  const answers = message.answers.filter((row) => row.name === name && (row.type === type || row.type === TYPES.CNAME))
  if (answers.length > 0) return isAuthoritative ? { reply: { rcode: NOERROR, answers, authorities: [] } } : null
  const above = authorities.filter((row) => isBelow(row.name, zone) && isBelow(name, row.name))
  const soa = above.filter((row) => row.type === TYPES.SOA)
  const [first, ...others] = above.filter((row) => row.type === TYPES.NS && row.name !== zone)
  if (rcode === NXDOMAIN || soa.length > 0 || !first)
    return isAuthoritative ? { reply: { rcode, answers, authorities: soa } } : null
  const rows = [first, ...others.filter((row) => row.name === first.name)]
  const names = rows.flatMap((row) => row.target ?? [])
  // Addresses count only if the server that sent them is in charge of their names (RFC 5452, 6).
  const glue = additionals.filter((row) => row.address && names.includes(row.name) && isBelow(row.name, zone))
  const ttl = Math.min(...[...rows, ...glue].map((row) => row.ttl))
  return { zone: first.name, names, glue: glue.flatMap((row) => row.address ?? []), ttl }
}

/** Asks one server once, from a port and with an id that nobody can guess. Ignores what isn't its reply. */
function ask(server: string, name: string, type: number, ms: number): Promise<Message> {
  const { promise, resolve, reject } = Promise.withResolvers<Message>()
  const id = randomInt(65_536)
  const socket = dgram.createSocket('udp4')
  const timer = setTimeout(() => reject(new Error(`${server} was silent`)), ms)
  socket.on('error', reject)
  socket.on('message', (bytes) => {
    const message = replyIn(bytes, id, name, type)
    if (message) resolve(message)
  })
  // A connected socket takes datagrams from this address and port only.
  socket.connect(53, server, (error?: Error) => (error ? reject(error) : socket.send(encodeQuery(id, name, type))))
  return promise.finally(() => {
    clearTimeout(timer)
    socket.close()
  })
}

async function askOverTcp(server: string, name: string, type: number, ms: number): Promise<Message | null> {
  const id = randomInt(65_536)
  const bytes = await exchangeOverTcp(server, encodeQuery(id, name, type), ms).catch(() => null)
  return bytes && replyIn(bytes, id, name, type)
}

/** The reply to this query; null if the bytes are anything else. */
function replyIn(bytes: Buffer, id: number, name: string, type: number): Message | null {
  try {
    const message = readMessage(bytes)
    const isOurs = message.isReply && message.id === id && message.name === name && message.type === type
    return isOurs ? message : null
  } catch {
    return null
  }
}

/** Keeps an answer for its smallest TTL, and a "no" for as long as its SOA says. */
function remember(name: string, type: number, reply: Reply): Reply {
  const { rcode, answers, authorities } = reply
  const ttls = [
    ...answers.map(({ ttl }) => ttl),
    ...authorities.map(({ ttl, data }) => Math.min(ttl, data.readUInt32BE(data.length - 4))),
  ]
  if (ttls.length > 0) keep(replies, rcode === NXDOMAIN ? `* ${name}` : `${type} ${name}`, reply, Math.min(...ttls))
  return reply
}

/** A reply as old as it is now. */
function remembered(key: string): Reply | null {
  const kept = replies.get(key)
  const left = kept ? Math.ceil(kept.ttl - (seconds() - kept.since)) : 0
  if (!kept || left <= 0) return null
  const older = (row: Row) => ({ ...row, ttl: Math.min(row.ttl, left) })
  return { ...kept.value, answers: kept.value.answers.map(older), authorities: kept.value.authorities.map(older) }
}

function keep<T>(cache: Map<string, Kept<T>>, key: string, value: T, ttl: number): void {
  cache.delete(key)
  const [oldest] = cache.keys()
  if (cache.size >= MOST_KEPT && oldest !== undefined) cache.delete(oldest)
  cache.set(key, { value, since: seconds(), ttl: Math.min(ttl, DAY) })
}

function closestZone(name: string): Zone {
  if (name === '') return { name: '', servers: ROOTS }
  const kept = zones.get(name)
  if (kept && seconds() - kept.since < kept.ttl) return kept.value
  // A dot after a backslash is inside a label.
  return closestZone(name.replace(/^(?:\\.|[^.\\])*\.?/, ''))
}

function isBelow(name: string, zone: string): boolean {
  return zone === '' || name === zone || name.endsWith(`.${zone}`)
}

const seconds = (): number => performance.now() / 1000
