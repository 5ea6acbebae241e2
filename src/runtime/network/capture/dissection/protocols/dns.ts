import {
  DNS_DATA_FIELDS,
  DNS_FIELDS,
  DNS_HEADER_LENGTH,
  DNS_PORT,
  DNS_QUESTION_FIELDS,
  DNS_RECORD_FIELDS,
  type DnsMessage,
  type DnsPlace,
  type DnsRecord,
  type DnsShape,
  type DnsValue,
  dnsDataFields,
  dnsLabels,
  dnsTypeName,
  type FieldShape,
  fieldType,
  ParseError,
  parseDns,
  parseDnsData,
} from '../../../wire/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'
import { addExchange, type ExchangeFields } from './exchange-fields.ts'

const ROOT = '<Root>'
const EXCHANGE: ExchangeFields = {
  responseIn: fieldType('dns.response_in', 'Response In', 'number'),
  responseTo: fieldType('dns.response_to', 'Request In', 'number'),
  time: fieldType('dns.time', 'Time', 'seconds'),
  requestAgain: fieldType('dns.retransmit_request_in', 'Retransmitted request. Original request in', 'number'),
  responseAgain: fieldType('dns.retransmit_response_in', 'Retransmitted response. Original response in', 'number'),
}
const NAME_LENGTH = fieldType('dns.qry.name.len', 'Name Length', 'number')
const LABELS = fieldType('dns.count.labels', 'Label Count', 'number')
const QUESTION_NAME = fieldType('dns.qry.name', 'Name', 'text')
const RECORD_NAME = fieldType('dns.resp.name', 'Name', 'text')
const SHAPES: Readonly<Record<DnsShape, FieldShape>> = {
  u8: 'number',
  u16: 'number',
  u32: 'number',
  ipv4: 'ip',
  ipv6: 'ip',
  name: 'text',
  'plain name': 'text',
  string: 'text',
  strings: 'text',
  rest: 'bytes',
}
/** Unassigned type, which stands for all unknown types. */
const UNKNOWN_TYPE = -1
const DATA_TYPES = new Map(
  [...Object.values(DNS_DATA_FIELDS), dnsDataFields(UNKNOWN_TYPE)]
    .flat()
    .map(({ name, label, shape }) => [name, fieldType(name, label, SHAPES[shape])]),
)

export const DNS: Protocol = {
  name: 'dns',
  label: 'Domain Name System',
  title: 'DNS',
  header: DNS_FIELDS,
  fields: [
    ...[...Object.values(EXCHANGE), QUESTION_NAME, NAME_LENGTH, LABELS, RECORD_NAME],
    ...DNS_QUESTION_FIELDS,
    ...DNS_RECORD_FIELDS,
    ...DATA_TYPES.values(),
  ],
  foundAt: { udpPort: [DNS_PORT] },
  // Data shorter than a header isn't DNS, although sent to its port.
  accepts: ({ length }) => length >= DNS_HEADER_LENGTH,
  dissect(work, place) {
    const { start, end } = place
    const bytes = work.current.subarray(start, end)
    const places: DnsPlace[] = []
    const message = parseDns(bytes, places)
    if (message instanceof ParseError) return work.malformed(message, place)
    work.layer(DNS, place, end - start, (builder) => {
      builder.table(DNS_FIELDS, end)
      for (const [index, question] of message.questions.entries()) {
        const { start: at, nameEnd } = places[index]!
        builder.field(QUESTION_NAME, question.name || ROOT, start + at, nameEnd - at)
        builder.derived(NAME_LENGTH, question.name.length)
        builder.derived(LABELS, dnsLabels(question.name)?.length ?? 0)
        builder.tableAt(DNS_QUESTION_FIELDS, start + nameEnd)
      }
      const records = [...message.answers, ...message.authorities, ...message.additionals]
      for (const [index, record] of records.entries())
        dissectRecord(builder, bytes, record, places[message.questions.length + index]!)
      const { exchange } = work.datagramPosition ?? {}
      if (exchange && !place.isQuoted) addExchange(builder, EXCHANGE, exchange, work.frame?.number, !message.isResponse)
    })
    work.sumUp(place, () => summary(message))
  },
}

function dissectRecord(builder: FieldBuilder, bytes: Uint8Array, record: DnsRecord, place: DnsPlace): void {
  const { start, nameEnd } = place
  builder.field(RECORD_NAME, record.name || ROOT, builder.start + start, nameEnd - start)
  builder.tableAt(DNS_RECORD_FIELDS, builder.start + nameEnd)
  const parts = parseDnsData(bytes, record.type, nameEnd + 10, place.end)
  if (parts instanceof ParseError) return
  for (const { field, value, start, end } of parts) {
    const { shape } = field
    const type = DATA_TYPES.get(field.name)!
    const add = (shown: Exclude<DnsValue, readonly Uint8Array[]>, at: number, length: number) =>
      builder.field(type, shown, builder.start + at, length)
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
  1: 'Format error',
  2: 'Server failure',
  3: 'No such name',
  4: 'Not implemented',
  5: 'Refused',
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
