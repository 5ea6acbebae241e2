import { params } from './params.ts'
import { ask, type Reply, type Row } from './upstream.ts'

const NOERROR = 0
const NXDOMAIN = 3
const MOST_TTL = 604_800 // seconds: a week (RFC 8767, 4)
const FAILURE_TTL = 5

export interface LookupOptions {
  signal?: AbortSignal
}

interface Entry {
  reply: Reply
  kept: number // when it came, in seconds
  ttl: number
}

/** Least recently used first: a Map lists its keys in the order in which they were set. */
const entries = new Map<string, Entry>()
/** Queries that have no reply yet. */
const underWay = new Map<string, Promise<Reply>>()

/** Looks a name up, in memory if that has a reply that is still valid, else with a query. */
export async function lookup(name: string, type: number, { signal }: LookupOptions = {}): Promise<Reply> {
  signal?.throwIfAborted()
  const key = keyOf(name, type)
  const known = remembered(keyOf(name, '*')) ?? remembered(key)
  if (known) return known
  let query = underWay.get(key)
  if (!query) {
    query = ask(name, type)
      .then((reply) => remember(name, type, corrected(reply)))
      .finally(() => underWay.delete(key))
    underWay.set(key, query)
  }
  return structuredClone(await unlessAborted(query, signal))
}

/** No name is known under a type `*`, so that stands for all types of a name that doesn't exist. */
function keyOf(name: string, type: number | '*'): string {
  return `${type} ${name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())}`
}

/** A copy of what is kept, as old as it is now; null if it has expired. */
function remembered(key: string): Reply | null {
  const entry = entries.get(key)
  if (!entry) return null
  const age = seconds() - entry.kept
  entries.delete(key)
  if (age >= entry.ttl) return null
  entries.set(key, entry)
  const { rcode, answers, soa } = entry.reply
  const left = (ttl: number) => Math.max(Math.ceil(ttl - age), 0)
  return {
    rcode,
    answers: answers.map((row) => ({ ...row, ttl: left(row.ttl) })),
    soa: soa && { ...soa, ttl: left(entry.ttl) },
  }
}

/** Keeps a reply for as long as it may be kept. */
function remember(name: string, type: number, reply: Reply): Reply {
  const ttl = lifetimeOf(reply, type)
  if (ttl === 0) return reply
  // Behind an alias, NXDOMAIN is about the alias's target (RFC 6604, 3).
  const isNoName = reply.rcode === NXDOMAIN && reply.answers.length === 0
  const key = keyOf(name, isNoName ? '*' : type)
  entries.delete(key)
  const [oldest] = entries.keys()
  if (oldest !== undefined && entries.size >= params.capacity) entries.delete(oldest)
  entries.set(key, { reply, kept: seconds(), ttl })
  return reply
}

/** Seconds for which a reply is valid. */
function lifetimeOf({ rcode, answers, soa }: Reply, type: number): number {
  if (rcode !== NOERROR && rcode !== NXDOMAIN) return FAILURE_TTL
  const isNo = rcode === NXDOMAIN || !answers.some((row) => row.type === type)
  const negative = soa ? Math.min(soa.ttl, soa.minimum) : 0
  return Math.min(...answers.map(({ ttl }) => ttl), ...(isNo ? [negative] : []))
}

/** The reply with TTLs that can be right (RFC 2181, 8). */
function corrected({ rcode, answers, soa }: Reply): Reply {
  const ttlOf = (ttl: number) => (ttl >= 2 ** 31 ? 0 : Math.min(ttl, MOST_TTL))
  return {
    rcode,
    answers: answers.map((row: Row) => ({ ...row, ttl: ttlOf(row.ttl) })),
    soa: soa && { ...soa, ttl: ttlOf(soa.ttl) },
  }
}

/** Waits for the query, which goes on for others when this caller gives up. */
function unlessAborted(query: Promise<Reply>, signal?: AbortSignal): Promise<Reply> {
  if (!signal) return query
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    query.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

const seconds = (): number => performance.now() / 1000
