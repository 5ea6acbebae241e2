/** A DNS message as dig prints it. */
import {
  DnsCode,
  type DnsMessage,
  type DnsRecord,
  DnsType,
  type DnsValue,
  dnsDataFields,
  dnsFlags,
  dnsTypeName,
} from '#network'
import type { Lookup } from './options.ts'

const CODES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(DnsCode).map(([name, code]) => [code, name]),
)
const BADVERS = 16
const OPCODES: Readonly<Record<number, string>> = { 0: 'QUERY', 1: 'IQUERY', 2: 'STATUS', 4: 'NOTIFY', 5: 'UPDATE' }
const CLASSES: Readonly<Record<number, string>> = { 1: 'IN', 3: 'CH', 4: 'HS', 254: 'NONE', 255: 'ANY' }
const TAB = 8
const COLUMNS = { ttl: 24, class: 32, type: 40, data: 48 } as const
const COOKIE = 10
const DO = 0x8000

const withDot = (name: string): string => `${name}.`

/** Continues a line at a column, with tabs as BIND's masterdump does: at least one character further. */
function at(line: string, column: number): string {
  const from = widthOf(line)
  const to = Math.max(column, from + 1)
  const tabs = Math.floor(to / TAB) - Math.floor(from / TAB)
  const spaces = tabs > 0 ? to % TAB : to - from
  return line + '\t'.repeat(tabs) + ' '.repeat(spaces)
}

function widthOf(line: string): number {
  let width = 0
  for (const character of line) width = character === '\t' ? (Math.floor(width / TAB) + 1) * TAB : width + 1
  return width
}

function recordText(record: DnsRecord): string {
  const owner = at(withDot(record.name), COLUMNS.ttl) + record.ttl
  const classed = at(owner, COLUMNS.class) + (CLASSES[record.class] ?? `CLASS${record.class}`)
  return `${at(at(classed, COLUMNS.type) + dnsTypeName(record.type), COLUMNS.data)}${dataText(record)}\n`
}

/** Returns a record's data in the format of zone files (RFC 1035 §5, RFC 3597 §5). */
function dataText({ type, data }: DnsRecord): string {
  return dnsDataFields(type)
    .map(({ key, shape, label }) => valueText(data[key]!, shape, label))
    .join(' ')
}

function valueText(value: DnsValue, shape: string, label: string): string {
  if (shape === 'strings') return (value as readonly Uint8Array[]).map(quoted).join(' ')
  if (shape === 'string') return label === 'CAA Tag' ? latin1(value) : quoted(value)
  if (shape === 'name' || shape === 'plain name') return withDot(String(value))
  if (shape !== 'rest') return String(value)
  const bytes = value as Uint8Array
  if (label === 'CAA Value') return quoted(bytes)
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('')
  return label === 'Data' ? `\\# ${bytes.length}${hex && ` ${hex}`}` : hex
}

const latin1 = (value: DnsValue): string =>
  value instanceof Uint8Array ? String.fromCharCode(...value) : String(value)

function quoted(value: DnsValue): string {
  const text = latin1(value).replace(/["\\]|[^ -~]/g, (one) =>
    /["\\]/.test(one) ? `\\${one}` : `\\${`${one.charCodeAt(0)}`.padStart(3, '0')}`,
  )
  return `"${text}"`
}

function headerText(message: DnsMessage, extendedCode: number, asked: Lookup): string {
  const { questions, answers, authorities, additionals } = message
  const counts = `QUERY: ${questions.length}, ANSWER: ${answers.length}, AUTHORITY: ${authorities.length}, ADDITIONAL: ${additionals.length}`
  const status = extendedCode === BADVERS ? 'BADVERS' : (CODES[extendedCode] ?? `RESERVED${extendedCode}`)
  const opcode = OPCODES[message.opcode] ?? `RESERVED${message.opcode}`
  const isRefused = asked.recursion && message.recursionDesired && !message.recursionAvailable
  return `;; Got answer:
;; ->>HEADER<<- opcode: ${opcode}, status: ${status}, id: ${message.id}
;; flags:${dnsFlags(message)
    .map((name) => ` ${name}`)
    .join('')}; ${counts}
${isRefused ? ';; WARNING: recursion requested but not available\n' : ''}
`
}

/** Returns the EDNS record's values (RFC 6891 §6.1.3, RFC 7873). */
function optText({ ttl, class: size, data }: DnsRecord): string {
  const flags = ttl & DO ? ' do' : ''
  const lines = [';; OPT PSEUDOSECTION:', `; EDNS: version: ${(ttl >>> 16) & 0xff}, flags:${flags}; udp: ${size}`]
  const bytes = data.bytes as Uint8Array
  for (let start = 0; start + 4 <= bytes.length; ) {
    const code = bytes[start]! * 256 + bytes[start + 1]!
    const length = bytes[start + 2]! * 256 + bytes[start + 3]!
    const hex = [...bytes.subarray(start + 4, start + 4 + length)].map((byte) => byte.toString(16).padStart(2, '0'))
    lines.push(code === COOKIE ? `; COOKIE: ${hex.join('')}` : `; OPT=${code}: ${hex.join(' ')}`)
    start += 4 + length
  }
  return `${lines.join('\n')}\n`
}

/** Returns everything between the greeting and the statistics. */
export function messageText(message: DnsMessage, lookup: Lookup): string {
  if (lookup.short) return message.answers.map((record) => `${dataText(record)}\n`).join('')
  const { comments, question } = lookup.shows
  const opt = message.additionals.find(({ type }) => type === DnsType.OPT)
  const code = message.code + (opt ? (opt.ttl >>> 24) * 16 : 0)
  const questions = message.questions.map(
    ({ name, type, class: number }) =>
      `${at(at(`;${withDot(name)}`, COLUMNS.class) + (CLASSES[number] ?? `CLASS${number}`), COLUMNS.type)}${dnsTypeName(type)}\n`,
  )
  const section = (title: string, isShown: boolean, lines: readonly string[]) =>
    isShown && lines.length > 0
      ? `${comments ? `;; ${title} SECTION:\n` : ''}${lines.join('')}${comments ? '\n' : ''}`
      : ''
  const records = (title: 'answer' | 'authority' | 'additional', all: readonly DnsRecord[]) =>
    section(title.toUpperCase(), lookup.shows[title], all.filter(({ type }) => type !== DnsType.OPT).map(recordText))
  return [
    comments ? headerText(message, code, lookup) : '',
    comments && opt ? optText(opt) : '',
    section('QUESTION', question, questions),
    records('answer', message.answers),
    records('authority', message.authorities),
    records('additional', message.additionals),
  ].join('')
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export interface Statistics {
  milliseconds: number
  server: string
  port: number
  tcp: boolean
  epochMs: number
  size: number
}

export function statisticsText({ milliseconds, server, port, tcp, epochMs, size }: Statistics): string {
  const date = new Date(epochMs)
  const two = (number: number) => `${number}`.padStart(2, '0')
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())}`
  return `;; Query time: ${milliseconds} msec
;; SERVER: ${server}#${port}(${server}) (${tcp ? 'TCP' : 'UDP'})
;; WHEN: ${day} ${time} UTC ${date.getUTCFullYear()}
;; MSG SIZE  rcvd: ${size}

`
}
