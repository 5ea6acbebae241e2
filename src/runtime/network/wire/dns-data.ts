/** Data of resource records: one table of each type's fields, from which records are read, written and dissected. */
import { formatIpAddress, parseIpAddress } from '../address/index.ts'
import { read16, read32, write16, write32 } from '../bytes.ts'
import { type DnsNamePlaces, emitDnsName, parseDnsName } from './dns-name.ts'
import { cutOff, ParseError } from './parse-error.ts'

export const DnsType = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  OPT: 41,
  TLSA: 52,
  ANY: 255,
  CAA: 257,
} as const

/**
 * `string`: a length and that many bytes; `strings`: any number of them; `rest`: the remaining bytes. A `name` may be
 * compressed if RFC 1035 defines its type, a `plain name` never is (RFC 3597 §4).
 */
export type DnsShape = 'u8' | 'u16' | 'u32' | 'ipv4' | 'ipv6' | 'name' | 'plain name' | 'string' | 'strings' | 'rest'
export type DnsValue = number | string | Uint8Array | readonly Uint8Array[]
export type DnsData = Readonly<Record<string, DnsValue>>

export interface DnsDataField {
  readonly key: string
  /** Wireshark's name and label. */
  readonly name: string
  readonly label: string
  readonly shape: DnsShape
}

function field(key: string, name: string, label: string, shape: DnsShape): DnsDataField {
  return { key, name, label, shape }
}

const UNKNOWN: readonly DnsDataField[] = [field('bytes', 'dns.data', 'Data', 'rest')]

/** Fields by type, in the order on the wire. */
export const DNS_DATA_FIELDS: Readonly<Record<number, readonly DnsDataField[]>> = {
  [DnsType.A]: [field('address', 'dns.a', 'Address', 'ipv4')],
  [DnsType.AAAA]: [field('address', 'dns.aaaa', 'AAAA Address', 'ipv6')],
  [DnsType.NS]: [field('target', 'dns.ns', 'Name Server', 'name')],
  [DnsType.CNAME]: [field('target', 'dns.cname', 'CNAME', 'name')],
  [DnsType.PTR]: [field('target', 'dns.ptr.domain_name', 'Domain Name', 'name')],
  [DnsType.MX]: [
    field('preference', 'dns.mx.preference', 'Preference', 'u16'),
    field('target', 'dns.mx.mail_exchange', 'Mail Exchange', 'name'),
  ],
  [DnsType.TXT]: [field('texts', 'dns.txt', 'TXT', 'strings')],
  [DnsType.SOA]: [
    field('primary', 'dns.soa.mname', 'Primary name server', 'name'),
    field('mailbox', 'dns.soa.rname', "Responsible authority's mailbox", 'name'),
    field('serial', 'dns.soa.serial_number', 'Serial Number', 'u32'),
    field('refresh', 'dns.soa.refresh_interval', 'Refresh Interval', 'u32'),
    field('retry', 'dns.soa.retry_interval', 'Retry Interval', 'u32'),
    field('expire', 'dns.soa.expire_limit', 'Expire limit', 'u32'),
    field('minimum', 'dns.soa.minimum_ttl', 'Minimum TTL', 'u32'),
  ],
  [DnsType.SRV]: [
    field('priority', 'dns.srv.priority', 'Priority', 'u16'),
    field('weight', 'dns.srv.weight', 'Weight', 'u16'),
    field('port', 'dns.srv.port', 'Port', 'u16'),
    field('target', 'dns.srv.target', 'Target', 'plain name'),
  ],
  [DnsType.NAPTR]: [
    field('order', 'dns.naptr.order', 'Order', 'u16'),
    field('preference', 'dns.naptr.preference', 'Preference', 'u16'),
    field('flags', 'dns.naptr.flags', 'Flags', 'string'),
    field('service', 'dns.naptr.service', 'Service', 'string'),
    field('regexp', 'dns.naptr.regex', 'Regex', 'string'),
    field('replacement', 'dns.naptr.replacement', 'Replacement', 'plain name'),
  ],
  [DnsType.TLSA]: [
    field('usage', 'dns.tlsa.certificate_usage', 'Certificate Usage', 'u8'),
    field('selector', 'dns.tlsa.selector', 'Selector', 'u8'),
    field('matching', 'dns.tlsa.matching_type', 'Matching Type', 'u8'),
    field('bytes', 'dns.tlsa.certificate_association_data', 'Certificate Association Data', 'rest'),
  ],
  [DnsType.CAA]: [
    field('flags', 'dns.caa.flags', 'CAA Flags', 'u8'),
    field('tag', 'dns.caa.tag', 'Tag', 'string'),
    field('value', 'dns.caa.value', 'Value', 'rest'),
  ],
}

/** Returns the fields of a type; an unknown type's data is bytes. */
export function dnsDataFields(type: number): readonly DnsDataField[] {
  return DNS_DATA_FIELDS[type] ?? UNKNOWN
}

const LENGTHS: Readonly<Partial<Record<DnsShape, number>>> = { u8: 1, u16: 2, u32: 4, ipv4: 4, ipv6: 16 }

export interface DnsPart {
  field: DnsDataField
  value: DnsValue
  /** Offset in the message. */
  start: number
  end: number
}

/** Reads the data of a record, from `start` to `end` of the message, part by part. */
export function parseDnsData(message: Uint8Array, type: number, start: number, end: number): DnsPart[] | ParseError {
  const parts: DnsPart[] = []
  let at = start
  for (const field of dnsDataFields(type)) {
    const part = parsePart(message, field.shape, at, end)
    if (part instanceof ParseError) return part
    if (part.end > end)
      return new ParseError('dns', `data that ends at byte ${end} has a part that ends at ${part.end}`)
    parts.push({ field, start: at, ...part })
    at = part.end
  }
  return at === end
    ? parts
    : new ParseError('dns', `data of type ${type} ends at byte ${at}, not at ${end} as its length says`)
}

function parsePart(
  message: Uint8Array,
  shape: DnsShape,
  at: number,
  end: number,
): { value: DnsValue; end: number } | ParseError {
  if (shape === 'rest') return { value: message.subarray(at, end), end }
  if (shape === 'string') return parseString(message, at, end)
  if (shape === 'strings') return parseStrings(message, at, end)
  if (shape === 'name' || shape === 'plain name') {
    const parsed = parseDnsName(message, at)
    return parsed instanceof ParseError ? parsed : { value: parsed.name, end: parsed.end }
  }
  const length = LENGTHS[shape]!
  if (at + length > end) return cutOff('dns', at + length, end)
  const value =
    shape === 'u8'
      ? message[at]!
      : shape === 'u16'
        ? read16(message, at)
        : shape === 'u32'
          ? read32(message, at)
          : formatIpAddress(message.subarray(at, at + length))
  return { value, end: at + length }
}

function parseString(message: Uint8Array, at: number, end: number): { value: Uint8Array; end: number } | ParseError {
  const stop = at + 1 + (message[at] ?? 0)
  if (at >= end || stop > end) return cutOff('dns', stop, end)
  return { value: message.subarray(at + 1, stop), end: stop }
}

function parseStrings(
  message: Uint8Array,
  start: number,
  end: number,
): { value: Uint8Array[]; end: number } | ParseError {
  const value: Uint8Array[] = []
  let at = start
  do {
    const part = parseString(message, at, end)
    if (part instanceof ParseError) return part
    value.push(part.value)
    at = part.end
  } while (at < end)
  return { value, end }
}

/** Encodes data that starts at `at` in a message. Throws `RangeError` for invalid data. */
export function emitDnsData(type: number, data: DnsData, at: number, places: DnsNamePlaces): Uint8Array {
  const bytes: number[] = []
  for (const { key, shape } of dnsDataFields(type)) {
    const value = data[key]
    if (value === undefined) throw new RangeError(`Data of DNS type ${type} needs "${key}"`)
    bytes.push(...emitPart(shape, value, at + bytes.length, places))
  }
  return Uint8Array.from(bytes)
}

function emitPart(shape: DnsShape, value: DnsValue, at: number, places: DnsNamePlaces): Iterable<number> {
  if (shape === 'rest') return value as Uint8Array
  if (shape === 'string') return stringBytes(value as Uint8Array)
  if (shape === 'strings') return (value as readonly Uint8Array[]).flatMap((part) => [...stringBytes(part)])
  if (shape === 'name') return emitDnsName(value as string, at, places, true)
  if (shape === 'plain name') return emitDnsName(value as string, at, places, false)
  const length = LENGTHS[shape]!
  if (shape === 'ipv4' || shape === 'ipv6') {
    const address = parseIpAddress(value as string)
    if (address?.length !== length) throw new RangeError(`"${value}" is not an address of ${length} bytes`)
    return address
  }
  const bytes = new Uint8Array(length)
  if (shape === 'u8') bytes[0] = value as number
  else if (shape === 'u16') write16(bytes, 0, value as number)
  else write32(bytes, 0, value as number)
  return bytes
}

function stringBytes(text: Uint8Array): number[] {
  if (text.length > 255) throw new RangeError(`A DNS string has at most 255 bytes, not ${text.length}`)
  return [text.length, ...text]
}
