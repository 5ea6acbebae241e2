/** A resolver's way through the tree for each question, and what its cache holds, from the DNS messages of a run. */
import {
  DnsCode,
  type DnsMessage,
  type DnsRecord,
  DnsType,
  dissect,
  fieldValue,
  type Nanoseconds,
  ParseError,
  parseDns,
} from '#network'
import type { PacketView } from '../recording/index.ts'
import { dnsMessageOf } from './dns-packet.ts'

export interface WalkReply {
  packet: number
  at: Nanoseconds
  message: DnsMessage
  /** What the resolver keeps of it; null for a reply that it can't use. */
  entry: CacheEntry | null
}

/** A query of the resolver to one server. */
export interface WalkStep {
  /** The zone for which this server was asked; empty for the root. */
  zone: string
  server: string
  packet: number
  at: Nanoseconds
  reply: WalkReply | null
}

/** A question of a client, with the queries that it caused. */
export interface WalkQuestion {
  name: string
  type: number
  at: Nanoseconds
  steps: readonly WalkStep[]
  /** What the client got. */
  reply: { at: Nanoseconds; ttl: number | null } | null
}

export interface CacheEntry {
  kind: 'servers' | 'answer' | 'no'
  /** Of a zone or of what was asked. */
  name: string
  type: number
  /** Addresses. */
  data: readonly string[]
  /** Seconds. */
  ttl: number
  at: Nanoseconds
  packet: number
}

/** The longest time that the resolver keeps a record, in seconds. */
const DAY = 86_400

interface Seen {
  packet: PacketView
  message: DnsMessage
  name: string
  type: number
}

/** Every question to the host that was asked first. It must itself ask the other servers. */
export function walksOf(packets: readonly PacketView[]): WalkQuestion[] {
  const seen = packets.flatMap(readMessage)
  const resolver = seen.find(({ message }) => !message.isResponse)?.packet.to
  const known: CacheEntry[] = []
  const questions: (WalkQuestion & { steps: WalkStep[] })[] = []
  for (const query of seen.filter(({ message }) => !message.isResponse)) {
    const reply = replyTo(query, seen)
    const { name, type, packet } = query
    if (packet.to === resolver) {
      questions.push({ name, type, at: packet.at, steps: [], reply: toldBy(reply) })
    } else if (packet.from === resolver) {
      const step = stepOf(query, reply, known)
      if (step.reply?.entry) known.push(step.reply.entry)
      questions.at(-1)?.steps.push(step)
    }
  }
  return questions
}

function readMessage(packet: PacketView): Seen[] {
  const bytes = dnsMessageOf(packet)
  const message = bytes && parseDns(bytes)
  if (!message || message instanceof ParseError || !message.questions[0]) return []
  const { name, type } = message.questions[0]
  return [{ packet, message, name: name.toLowerCase(), type }]
}

/** The first reply that arrived from the host asked, with the same ID and question. */
function replyTo({ packet, message, name, type }: Seen, seen: readonly Seen[]): Seen | undefined {
  return seen.find(
    (one) =>
      one.message.isResponse &&
      one.message.id === message.id &&
      one.name === name &&
      one.type === type &&
      one.packet.from === packet.to &&
      one.packet.to === packet.from &&
      one.packet.at >= packet.at &&
      one.packet.arrives !== null,
  )
}

const toldBy = (reply: Seen | undefined): WalkQuestion['reply'] =>
  reply ? { at: reply.packet.arrives!, ttl: reply.message.answers[0]?.ttl ?? null } : null

function stepOf(query: Seen, reply: Seen | undefined, known: readonly CacheEntry[]): WalkStep {
  const { packet } = query
  const server = String(fieldValue(dissect(packet.bytes), 'ip.dst'))
  const zone = known.findLast(({ kind, data }) => kind === 'servers' && data.includes(server))?.name ?? ''
  const step = { zone, server, packet: packet.number, at: packet.at }
  return { ...step, reply: reply ? replyOf(reply, zone) : null }
}

function replyOf(reply: Seen, zone: string): WalkReply {
  const { packet, message } = reply
  const [at, number] = [packet.arrives!, packet.number]
  const kept = keptOf(reply, zone)
  return { packet: number, at, message, entry: kept && { ...kept, at, packet: number, ttl: Math.min(kept.ttl, DAY) } }
}

/** What `resolve` of lesson 8.5 keeps of a reply; it would follow an alias, and this doesn't. */
function keptOf({ message, name, type }: Seen, zone: string): Omit<CacheEntry, 'at' | 'packet'> | null {
  const { code, answers, authorities } = message
  if (message.isTruncated || (code !== DnsCode.NOERROR && code !== DnsCode.NXDOMAIN)) return null
  const own = answers.filter((row) => nameOf(row) === name && row.type === type)
  if (own.length > 0) return { kind: 'answer', name, type, data: own.flatMap(addressOf), ttl: shortest(own) }
  const servers = authorities.filter((row) => row.type === DnsType.NS && leadsDown(nameOf(row), zone, name))
  if (code === DnsCode.NOERROR && servers[0])
    return {
      kind: 'servers',
      name: nameOf(servers[0]),
      type,
      data: glueOf(message).flatMap(addressOf),
      ttl: servers[0].ttl,
    }
  const soa = authorities.filter((row) => row.type === DnsType.SOA && isBelow(name, nameOf(row)))
  return soa.length > 0 ? { kind: 'no', name, type, data: [], ttl: shortest(soa) } : null
}

/** The addresses of servers that the same reply names. */
export function glueOf({ authorities, additionals }: DnsMessage): DnsRecord[] {
  const names = authorities
    .filter(({ type }) => type === DnsType.NS)
    .map(({ data }) => String(data.target).toLowerCase())
  return additionals.filter((row) => row.type === DnsType.A && names.includes(nameOf(row)))
}

const nameOf = ({ name }: DnsRecord) => name.toLowerCase()
const addressOf = ({ data }: DnsRecord) => (typeof data.address === 'string' ? [data.address] : [])
const shortest = (rows: readonly DnsRecord[]) => Math.min(...rows.map(({ ttl }) => ttl))
const isBelow = (name: string, zone: string) => zone === '' || name === zone || name.endsWith(`.${zone}`)
const leadsDown = (next: string, zone: string, name: string) =>
  next !== zone && isBelow(next, zone) && isBelow(name, next)

export interface CachedEntry {
  entry: CacheEntry
  /** Whole seconds; 0 for an expired entry. */
  left: number
}

/** What the cache holds at a moment, in the order learned. An expired entry stays until it's replaced. */
export function cacheAt(questions: readonly WalkQuestion[], moment: Nanoseconds): CachedEntry[] {
  const newest = new Map<string, CacheEntry>()
  for (const { reply } of questions.flatMap(({ steps }) => steps)) {
    const entry = reply?.entry
    if (!entry || entry.at > moment) continue
    newest.set(entry.kind === 'servers' ? entry.name : `${entry.type} ${entry.name}`, entry)
  }
  return [...newest.values()].map((entry) => {
    return { entry, left: Math.max(0, Math.floor(entry.ttl - (moment - entry.at) / 1e9)) }
  })
}

/** Every zone whose servers were asked or became known, from the root down. */
export function levelsOf(questions: readonly WalkQuestion[]): string[] {
  const steps = questions.flatMap((one) => one.steps)
  const zones = steps.flatMap(({ zone, reply }) =>
    reply?.entry?.kind === 'servers' ? [zone, reply.entry.name] : [zone],
  )
  const depth = (zone: string) => (zone === '' ? 0 : zone.split('.').length)
  return [...new Set(zones)].sort((a, b) => depth(a) - depth(b))
}
