/** The questions that a run asked, each with its reply, as a tree of names. */
import { type DnsMessage, type DnsRecord, dnsFlags, dnsTypeName, ParseError, parseDns } from '#network'
import type { PacketView } from '../recording/index.ts'
import { dnsMessageOf } from './dns-packet.ts'

export interface AskedQuestion {
  type: string
  /** Null while none has arrived. */
  reply: DnsMessage | null
}

export type NameState = 'records' | 'empty' | 'missing' | 'lost'

export interface AskedName {
  name: string
  /** How many of the names asked for it is below. */
  depth: number
  state: NameState
  questions: readonly AskedQuestion[]
}

const NXDOMAIN = 3

/** Every name that was asked for, each after the names above it. */
export function askedNames(packets: readonly PacketView[]): AskedName[] {
  const names = new Map<string, AskedQuestion[]>()
  for (const packet of packets) {
    const bytes = dnsMessageOf(packet)
    const message = bytes && parseDns(bytes)
    if (!message || message instanceof ParseError) continue
    const [question] = message.questions
    if (!question) continue
    const [name, type] = [question.name.toLowerCase(), dnsTypeName(question.type)]
    const questions = names.get(name) ?? []
    names.set(name, questions)
    const known = questions.find((one) => one.type === type)
    const reply = message.isResponse && packet.arrives !== null ? message : null
    if (known) known.reply ??= reply
    else questions.push({ type, reply })
  }
  const all = [...names.keys()].sort((a, b) => (reversed(a) < reversed(b) ? -1 : 1))
  return all.map((name) => {
    const questions = names.get(name)!
    const depth = all.filter((other) => other !== name && name.endsWith(`.${other}`)).length
    return { name, depth, state: stateOf(questions), questions }
  })
}

/** Sorts names below their parents: `test.lab.web`. */
const reversed = (name: string) => name.split('.').reverse().join('\0')

function stateOf(questions: readonly AskedQuestion[]): NameState {
  const replies = questions.flatMap(({ reply }) => reply ?? [])
  if (replies.length === 0) return 'lost'
  if (replies.some(({ code }) => code === NXDOMAIN)) return 'missing'
  return replies.some(({ answers }) => answers.length > 0) ? 'records' : 'empty'
}

const CODES: Readonly<Record<number, string>> = {
  ...{ 0: 'NOERROR', 1: 'FORMERR', 2: 'SERVFAIL', 3: 'NXDOMAIN', 4: 'NOTIMP', 5: 'REFUSED' },
}

/** A reply in dig's words. */
export function replyText(message: DnsMessage): string {
  const section = (title: string, records: readonly DnsRecord[]) =>
    records.length === 0 ? [] : ['', `;; ${title} SECTION:`, ...records.map(recordText)]
  return [
    `status: ${CODES[message.code] ?? message.code}`,
    `flags: ${dnsFlags(message).join(' ')}`,
    ...section('ANSWER', message.answers),
    ...section('AUTHORITY', message.authorities),
    ...section('ADDITIONAL', message.additionals),
  ].join('\n')
}

const recordText = ({ name, ttl, type, data }: DnsRecord): string =>
  `${name}. ${ttl} IN ${dnsTypeName(type)} ${Object.values(data).map(valueText).join(' ')}`

function valueText(value: DnsRecord['data'][string]): string {
  if (Array.isArray(value)) return value.map((text) => `"${String.fromCharCode(...text)}"`).join(' ')
  return value instanceof Uint8Array ? `\\# ${value.length}` : String(value)
}
