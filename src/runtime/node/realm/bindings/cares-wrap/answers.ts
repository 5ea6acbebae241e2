/** Results of `dns.resolve…` for the records of an answer, with the properties that cares_wrap.cc sets. */
import { type DnsMessage, type DnsRecord, DnsType } from '#network'
import { ownBuffer } from '../../bytes.ts'
import { decodeLatin1 } from '../../encodings.ts'
import type { Any } from '../../types.ts'

const text = (bytes: Uint8Array) => decodeLatin1(bytes, 0, bytes.length)
const target = ({ data }: DnsRecord) => data.target

interface Kind {
  type: number
  value: (record: DnsRecord) => unknown
  /** Property that holds the value in an answer to ANY, unless the value's own properties do. */
  property?: string
}

/** In the order of an answer to ANY. */
const KINDS: Record<string, Kind> = {
  A: { type: DnsType.A, value: ({ data }) => data.address, property: 'address' },
  CNAME: { type: DnsType.CNAME, value: target, property: 'value' },
  AAAA: { type: DnsType.AAAA, value: ({ data }) => data.address, property: 'address' },
  MX: { type: DnsType.MX, value: ({ data }) => ({ exchange: data.target, priority: data.preference, type: 'MX' }) },
  NS: { type: DnsType.NS, value: target, property: 'value' },
  TXT: { type: DnsType.TXT, value: ({ data }) => (data.texts as Uint8Array[]).map(text), property: 'entries' },
  SRV: {
    type: DnsType.SRV,
    value: ({ data }) => ({
      name: data.target,
      port: data.port,
      priority: data.priority,
      weight: data.weight,
      type: 'SRV',
    }),
  },
  PTR: { type: DnsType.PTR, value: target, property: 'value' },
  NAPTR: {
    type: DnsType.NAPTR,
    value: ({ data }) => ({
      flags: text(data.flags as Uint8Array),
      service: text(data.service as Uint8Array),
      regexp: text(data.regexp as Uint8Array),
      replacement: data.replacement,
      order: data.order,
      preference: data.preference,
      type: undefined, // cares_wrap.cc gives these two a type only in an answer to ANY, and otherwise just the property
    }),
  },
  SOA: {
    type: DnsType.SOA,
    value: ({ data }) => ({
      nsname: data.primary,
      hostmaster: data.mailbox,
      serial: data.serial,
      refresh: data.refresh,
      retry: data.retry,
      expire: data.expire,
      minttl: data.minimum,
      type: undefined,
    }),
  },
  TLSA: {
    type: DnsType.TLSA,
    value: ({ data }) => ({
      certUsage: data.usage,
      selector: data.selector,
      match: data.matching,
      data: ownBuffer(data.bytes as Uint8Array),
    }),
  },
  CAA: {
    type: DnsType.CAA,
    value: ({ data }) => ({
      critical: data.flags,
      type: 'CAA',
      [text(data.tag as Uint8Array)]: text(data.value as Uint8Array),
    }),
  },
}

/** Names of the questions, as `ChannelWrap.prototype.query…` writes them, with the query's type. */
export const QUESTIONS: Record<string, number> = {
  Any: DnsType.ANY,
  ...Object.fromEntries(Object.entries(KINDS).map(([name, { type }]) => [name[0] + name.slice(1).toLowerCase(), type])),
}

/** Returns [result, TTLs] of a message that answers a question of this type; null when no record does. */
export function resultOf(type: number, { answers }: DnsMessage): [result: unknown, ttls?: number[]] | null {
  if (type === DnsType.ANY) return anyResult(answers)
  const records = answers.filter((record) => record.type === type)
  if (records.length === 0) return null
  const { value } = Object.values(KINDS).find((kind) => kind.type === type)!
  if (type === DnsType.SOA) return [value(records[0]!)]
  const isAddress = type === DnsType.A || type === DnsType.AAAA
  return isAddress ? [records.map(value), records.map(({ ttl }) => ttl)] : [records.map(value)]
}

function anyResult(answers: readonly DnsRecord[]): [unknown] | null {
  const found = Object.entries(KINDS).flatMap(([name, { type, value, property }]) =>
    answers
      .filter((record) => record.type === type)
      .map((record) => {
        const plain: Any = property === undefined ? value(record) : { [property]: value(record) }
        if (property === 'address') plain.ttl = record.ttl
        return Object.assign(plain, { type: name })
      }),
  )
  return found.length === 0 ? null : [found]
}
