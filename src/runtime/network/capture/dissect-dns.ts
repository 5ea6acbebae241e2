import {
  DNS_FIELDS,
  DNS_QUESTION_FIELDS,
  DNS_RECORD_FIELDS,
  type DnsMessage,
  type DnsPlace,
  type DnsRecord,
  type DnsValue,
  dnsTypeName,
  ParseError,
  parseDns,
  parseDnsData,
} from '../wire/index.ts'
import { type Dissecting, malformed } from './dissecting.ts'
import { LayerBuilder } from './dissection.ts'

/** A message from `start` to `end`. */
export function dissectDns(work: Dissecting, start: number, end: number, isQuoted: boolean): void {
  const bytes = work.bytes.subarray(start, end)
  const places: DnsPlace[] = []
  const message = parseDns(bytes, places)
  if (message instanceof ParseError) {
    malformed(work, message, start, end, isQuoted)
    return
  }
  const builder = new LayerBuilder(work.bytes, start)
  builder.table(DNS_FIELDS, end)
  for (const [index, question] of message.questions.entries()) {
    const place = places[index]!
    nameField(builder, 'dns.qry.name', question.name, place)
    builder.tableAt(DNS_QUESTION_FIELDS, start + place.nameEnd)
  }
  const records = [...message.answers, ...message.authorities, ...message.additionals]
  for (const [index, record] of records.entries())
    dissectRecord(builder, bytes, record, places[message.questions.length + index]!)
  work.layers.push(builder.finish('dns', 'Domain Name System', end - start, end, isQuoted))
  if (!isQuoted) work.summary = summary(message)
}

const ROOT = '<Root>'

function nameField(builder: LayerBuilder, name: string, value: string, { start, nameEnd }: DnsPlace): void {
  builder.field(name, 'Name', value || ROOT, builder.start + start, nameEnd - start)
}

function dissectRecord(builder: LayerBuilder, bytes: Uint8Array, record: DnsRecord, place: DnsPlace): void {
  nameField(builder, 'dns.resp.name', record.name, place)
  builder.tableAt(DNS_RECORD_FIELDS, builder.start + place.nameEnd)
  const parts = parseDnsData(bytes, record.type, place.nameEnd + 10, place.end)
  if (parts instanceof ParseError) return
  for (const { field, value, start, end } of parts) {
    const { name, label, shape } = field
    const add = (shown: Exclude<DnsValue, readonly Uint8Array[]>, at: number, length: number) =>
      builder.field(name, label, shown, builder.start + at, length)
    if (shape === 'rest') add(value as Uint8Array, start, end - start)
    else if (shape === 'name' || shape === 'plain name') add((value as string) || ROOT, start, end - start)
    else if (shape === 'string') add(latin1(value as Uint8Array), start, end - start)
    else if (shape === 'strings') {
      let at = start
      for (const text of value as readonly Uint8Array[]) {
        add(latin1(text), at + 1, text.length)
        at += 1 + text.length
      }
    } else add(value as number | string, start, end - start)
  }
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

const CODES: Readonly<Record<number, string>> = {
  ...{ 1: 'Format error', 2: 'Server failure', 3: 'No such name', 4: 'Not implemented', 5: 'Refused' },
}

/** `Standard query response 0x1c2e A a.test A 10.0.0.1`. */
function summary({ id, isResponse, code, questions, answers }: DnsMessage): string {
  const asked = questions.map(({ name, type }) => `${dnsTypeName(type)} ${name || ROOT}`)
  const told = answers.map(({ type, data }) => {
    const value = data.address ?? data.target
    return value === undefined ? dnsTypeName(type) : `${dnsTypeName(type)} ${value || ROOT}`
  })
  const problem = code === 0 ? [] : [CODES[code] ?? `code ${code}`]
  const number = `0x${id.toString(16).padStart(4, '0')}`
  return [isResponse ? 'Standard query response' : 'Standard query', number, ...problem, ...asked, ...told].join(' ')
}
