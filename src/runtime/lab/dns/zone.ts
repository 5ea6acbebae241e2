/** Zones as text: lines of a master file (RFC 1035 §5.1), `name [ttl] type data`. */
import {
  DNS_DATA_FIELDS,
  type DnsData,
  type DnsDataField,
  type DnsRecord,
  DnsType,
  type DnsValue,
  dnsLabels,
  ipAddressFrom,
} from '#network'

/** An invalid line; the message says what was expected. */
export class ZoneError extends Error {
  override readonly name = 'ZoneError'
}

export interface Zone {
  /** In lower case, without the dot at its end; '' is the root. */
  readonly origin: string
  readonly records: readonly DnsRecord[]
}

const IN = 1
const DEFAULT_TTL = 300
/** Serial number, refresh, retry, expire, minimum. */
const TIMES = '1 3600 600 86400 60'
const TYPES: Readonly<Record<string, number>> = DnsType
const KNOWN = Object.keys(DnsType).filter((name) => DNS_DATA_FIELDS[TYPES[name]!] !== undefined)
const WORDS = /"((?:[^"\\]|\\.)*)"|(\S+)/g

/** Parses these lines into a zone. Adds a SOA record if there is none, since every zone needs one. Throws ZoneError. */
export function parseZone(origin: string, lines: readonly string[]): Zone {
  const name = canonical(origin)
  const records = lines.map((line) => parseLine(name, line))
  if (records.some(({ type }) => type === DnsType.SOA)) return { origin: name, records }
  const primary = records.find((record) => record.type === DnsType.NS && record.name === name)?.data.target ?? 'ns'
  return {
    origin: name,
    records: [parseLine(name, `@ SOA ${primary === 'ns' ? primary : `${primary}.`} hostmaster ${TIMES}`), ...records],
  }
}

/** Names are the same in upper and in lower case (RFC 4343). */
export const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '')

function parseLine(origin: string, line: string): DnsRecord {
  const words = [...line.matchAll(WORDS)].map(([, quoted, plain]) => quoted ?? plain!)
  const [owner = '', ...rest] = words
  const ttl = /^\d+$/.test(rest[0] ?? '') ? Number(rest.shift()) : DEFAULT_TTL
  if (rest[0] === 'IN') rest.shift()
  const [typeName = '', ...data] = rest
  const type = TYPES[typeName]
  if (type === undefined || !KNOWN.includes(typeName))
    throw new ZoneError(`a record "name [ttl] type data" of a type among ${KNOWN.join(', ')}`)
  return { name: absolute(owner, origin), type, class: IN, ttl, data: parseData(typeName, type, data, origin) }
}

function absolute(name: string, origin: string): string {
  if (name === '@') return origin
  const full = name.endsWith('.') || origin === '' ? name : `${name}.${origin}`
  if (dnsLabels(full) === null) throw new ZoneError(`a domain name, not "${name}"`)
  return canonical(full)
}

function parseData(typeName: string, type: number, words: readonly string[], origin: string): DnsData {
  const fields = DNS_DATA_FIELDS[type]!
  const takesMore = fields.at(-1)!.shape === 'strings'
  if (words.length < fields.length || (words.length > fields.length && !takesMore))
    throw new ZoneError(`${fields.map(({ key }) => key).join(' ')} as the data of ${typeName}`)
  return Object.fromEntries(
    fields.map((field, index) => [
      field.key,
      field.shape === 'strings' ? words.slice(index).map(bytesOf) : parseValue(field, words[index]!, origin),
    ]),
  )
}

const MOST = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff } as const

function parseValue({ key, shape }: DnsDataField, word: string, origin: string): DnsValue {
  switch (shape) {
    case 'name':
    case 'plain name':
      return absolute(word, origin)
    case 'ipv4':
    case 'ipv6': {
      const address = ipAddressFrom(word)
      if (address !== null && address.includes(':') === (shape === 'ipv6')) return address
      throw new ZoneError(`an address of ${shape === 'ipv4' ? 'IPv4' : 'IPv6'} as ${key}, not "${word}"`)
    }
    case 'u8':
    case 'u16':
    case 'u32':
      if (/^\d+$/.test(word) && Number(word) <= MOST[shape]) return Number(word)
      throw new ZoneError(`a number up to ${MOST[shape]} as ${key}, not "${word}"`)
    default:
      return bytesOf(word)
  }
}

function bytesOf(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text.replace(/\\(.)/g, '$1'))
  if (bytes.length > 255) throw new ZoneError('texts of at most 255 bytes each')
  return bytes
}
