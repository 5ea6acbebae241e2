import dgram from 'node:dgram'
import { type Query, type Reply, readQuery, writeReply } from './message.ts'
import { params } from './params.ts'
import { TYPES } from './wire.ts'
import { ORIGIN, ZONE, type ZoneRecord } from './zone.ts'

const [NOERROR, NXDOMAIN, NOTIMP, REFUSED, BADVERS] = [0, 3, 4, 5, 16]

/** Names that are there: those with records, and all between them and the zone's own. */
const names = new Set(ZONE.flatMap(({ name }) => withParents(name)))
const soa = ZONE.find((record) => record.type === 'SOA')!

function answer(query: Query): Reply {
  const nothing = { rcode: NOERROR, authoritative: false, answer: [], authority: [] }
  if (query.opcode !== 0) return { ...nothing, rcode: NOTIMP }
  if (query.edns !== null && query.edns > 0) return { ...nothing, rcode: BADVERS }
  const name = lowerCase(query.name)
  if (!isInZone(name)) return { ...nothing, rcode: REFUSED }

  const found = follow(name, query.type)
  const last = found.at(-1)
  const isAlias = last?.type === 'CNAME' && query.type !== TYPES.CNAME && query.type !== TYPES.ANY
  // Where an alias has led out of the zone, the resolver goes on.
  if (last && !(isAlias && isInZone(last.target))) return { ...nothing, authoritative: true, answer: found }
  const missing = isAlias ? last.target : name
  const isCircle = found.some((record) => record.name === missing)
  const rcode = recordsOf(missing) === null ? NXDOMAIN : NOERROR
  return { rcode, authoritative: true, answer: found, authority: isCircle ? [] : [negative()] }
}

/** The records of a name, and behind a CNAME those of its target, until there is nothing new. */
function follow(name: string, type: number): ZoneRecord[] {
  const found: ZoneRecord[] = []
  const visited = new Set<string>()
  for (let next: string | null = name; next !== null && isInZone(next) && !visited.has(next); ) {
    visited.add(next)
    const records: ZoneRecord[] = recordsOf(next) ?? []
    const alias = records.find((record) => record.type === 'CNAME')
    const wanted = type === TYPES.ANY ? records[0]?.type : undefined // one RRset is enough (RFC 8482)
    const matching = records.filter((record) => (wanted ? record.type === wanted : TYPES[record.type] === type))
    if (matching.length > 0 || alias?.type !== 'CNAME') return [...found, ...matching]
    found.push(alias)
    next = alias.target
  }
  return found
}

/** All records of a name; null when there is no such name. */
function recordsOf(name: string): ZoneRecord[] | null {
  if (names.has(name)) return ZONE.filter((record) => record.name === name)
  // Of the names above it that are there, the nearest one's `*` stands for it (RFC 4592, 3.3.1).
  const encloser = withParents(name).find((parent) => names.has(parent))
  const wild = ZONE.filter((record) => record.name === `*.${encloser}`)
  return wild.length === 0 ? null : wild.map((record) => ({ ...record, name }))
}

/** The SOA, to be remembered for as long as a "no" may be (RFC 2308, 3). */
const negative = (): ZoneRecord => ({ ...soa, ttl: Math.min(soa.ttl, soa.numbers[4]) })

/** `a.b.lab.test`, `b.lab.test`, `lab.test` */
function withParents(name: string): string[] {
  const own = name === ORIGIN ? [] : name.slice(0, -ORIGIN.length - 1).split('.')
  return [...own.map((_, i) => [...own.slice(i), ORIGIN].join('.')), ORIGIN]
}

const isInZone = (name: string): boolean => name === ORIGIN || name.endsWith(`.${ORIGIN}`)
const lowerCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const socket = dgram.createSocket('udp4')
socket.on('message', (message, sender) => {
  try {
    const query = readQuery(message)
    if (query) socket.send(writeReply(query, answer(query)), sender.port, sender.address)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // What cannot be read gets no answer: it may be anything, from anybody.
  }
})
socket.bind(params.port)
