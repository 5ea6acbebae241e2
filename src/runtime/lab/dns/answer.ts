/** What an authoritative server answers (RFC 1034 §4.3.2, without recursion). */
import {
  DnsCode,
  type DnsMessage,
  type DnsQuestion,
  type DnsRecord,
  DnsType,
  emitDns,
  ParseError,
  parseDns,
} from '#network'
import { canonical, type Zone } from './zone.ts'

const QUERY = 0
/** Size limit of an answer over UDP: by default (RFC 1035 §2.3.4), and at most (RFC 6891 §6.2.5). */
const [PLAIN_LIMIT, EDNS_LIMIT] = [512, 1232]
/** A chain of aliases that is longer is a loop. */
const MOST_ALIASES = 8

type Sections = Pick<DnsMessage, 'code' | 'isAuthoritative' | 'answers' | 'authorities' | 'additionals'>

/** Encodes the answer; null if the message is not a question. An answer too long for UDP carries only the TC flag. */
export function answer(zones: readonly Zone[], bytes: Uint8Array, overUdp: boolean): Uint8Array | null {
  const query = parseDns(bytes)
  if (query instanceof ParseError || query.isResponse) return null
  const options = query.additionals.find(({ type }) => type === DnsType.OPT)
  // The class of an OPT record is the length that its sender takes (RFC 6891 §6.1.2).
  const limit = options ? Math.max(PLAIN_LIMIT, Math.min(options.class, EDNS_LIMIT)) : PLAIN_LIMIT
  const own: DnsRecord[] = options
    ? [{ name: '', type: DnsType.OPT, class: EDNS_LIMIT, ttl: 0, data: { bytes: new Uint8Array(0) } }]
    : []
  const found = sectionsOf(zones, query)
  const whole = emitDns(response(query, { ...found, additionals: [...found.additionals, ...own] }))
  if (!overUdp || whole.length <= limit) return whole
  return emitDns(response(query, { ...found, answers: [], authorities: [], additionals: own }, true))
}

function response({ id, opcode, recursionDesired, questions }: DnsMessage, sections: Sections, isTruncated = false) {
  const flags = { isResponse: true, isTruncated, recursionDesired, recursionAvailable: false, reserved: 0 }
  return { id, opcode, questions, ...flags, ...sections }
}

const refusal = (code: number): Sections => ({
  code,
  isAuthoritative: false,
  answers: [],
  authorities: [],
  additionals: [],
})

function sectionsOf(zones: readonly Zone[], { opcode, questions }: DnsMessage): Sections {
  const [question] = questions
  if (opcode !== QUERY) return refusal(DnsCode.NOTIMP)
  if (question === undefined || questions.length > 1) return refusal(DnsCode.FORMERR)
  const zone = zoneOf(zones, canonical(question.name))
  return zone === null ? refusal(DnsCode.REFUSED) : lookUp(zone, question)
}

/** The zone with the closest origin. */
function zoneOf(zones: readonly Zone[], name: string): Zone | null {
  const over = zones.filter(({ origin }) => isBelow(name, origin))
  return over.reduce<Zone | null>(
    (best, zone) => (zone.origin.length > (best?.origin.length ?? -1) ? zone : best),
    null,
  )
}

const isBelow = (name: string, origin: string) => origin === '' || name === origin || name.endsWith(`.${origin}`)

function lookUp(zone: Zone, { name, type }: DnsQuestion): Sections {
  const answers: DnsRecord[] = []
  let wanted = canonical(name)
  for (let aliases = 0; aliases <= MOST_ALIASES; aliases++) {
    const referral = delegation(zone, wanted)
    if (referral.length > 0) {
      const additionals = addressesOf(zone, referral)
      return { code: DnsCode.NOERROR, isAuthoritative: answers.length > 0, answers, authorities: referral, additionals }
    }
    const here = recordsAt(zone, wanted)
    if (here === null) return negative(zone, answers, DnsCode.NXDOMAIN)
    const matching = here.filter((record) => record.type === type || type === DnsType.ANY)
    const alias = here.find((record) => record.type === DnsType.CNAME)
    if (matching.length === 0 && alias === undefined) return negative(zone, answers, DnsCode.NOERROR)
    answers.push(...(matching.length > 0 ? matching : [alias!]))
    const next = canonical(String(alias?.data.target ?? ''))
    if (matching.length > 0 || !isBelow(next, zone.origin)) break
    wanted = next
  }
  const additionals = addressesOf(zone, answers)
  return { code: DnsCode.NOERROR, isAuthoritative: true, answers, authorities: [], additionals }
}

/** Name servers of a delegated part between the zone's origin and the name. */
function delegation({ origin, records }: Zone, name: string): DnsRecord[] {
  const cuts = records.filter(
    (record) => record.type === DnsType.NS && record.name !== origin && isBelow(name, record.name),
  )
  const highest = Math.min(...cuts.map((record) => record.name.length))
  return cuts.filter((record) => record.name.length === highest)
}

/**
 * Records of a name: empty if it only has names below it, null if it does not exist. Records from a wildcard get the
 * requested name (RFC 4592).
 */
function recordsAt({ origin, records }: Zone, name: string): DnsRecord[] | null {
  const own = records.filter((record) => record.name === name)
  if (own.length > 0 || records.some((record) => isBelow(record.name, name))) return own
  for (let parent = parentOf(name); isBelow(parent, origin); parent = parentOf(parent)) {
    const wild = records.filter((record) => record.name === (parent === '' ? '*' : `*.${parent}`))
    if (wild.length > 0) return wild.map((record) => ({ ...record, name }))
    // The nearest existing name: wildcards above it don't apply.
    if (parent === origin || records.some((record) => isBelow(record.name, parent))) return null
  }
  return null
}

const parentOf = (name: string) => name.slice(name.includes('.') ? name.indexOf('.') + 1 : name.length)

/** Adds the zone's SOA record, which says how long the answer may be cached (RFC 2308 §3). */
function negative({ origin, records }: Zone, answers: DnsRecord[], code: number): Sections {
  const soa = records.find(({ type, name }) => type === DnsType.SOA && name === origin)!
  const authorities = [{ ...soa, ttl: Math.min(soa.ttl, Number(soa.data.minimum)) }]
  return { code, isAuthoritative: true, answers, authorities, additionals: [] }
}

/** Addresses of the hosts that records name (RFC 1035 §3.3.9, §3.3.11). */
function addressesOf({ records }: Zone, named: readonly DnsRecord[]): DnsRecord[] {
  const types: readonly number[] = [DnsType.NS, DnsType.MX, DnsType.SRV]
  const targets = new Set(
    named.filter(({ type }) => types.includes(type)).map(({ data }) => canonical(String(data.target))),
  )
  return records.filter(({ name, type }) => targets.has(name) && (type === DnsType.A || type === DnsType.AAAA))
}
