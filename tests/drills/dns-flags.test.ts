/** Every answer of the drill wu-dns-flags, against our codec: messages are written, and what is read from them must agree. */
import { describe, expect, test } from 'vitest'
import { Draw } from '#grader/drills/index.ts'
import { type DnsMessage, type DnsRecord, emitDns, ParseError, parseDns } from '#network/wire/index.ts'
import generate from '../../content/08-dns/drills/wu-dns-flags/generator.ts'
import {
  drawHeader,
  drawResponse,
  flagsWord,
  type Header,
  hexWord,
  KINDS,
  type Kind,
  type Sections,
} from '../../content/08-dns/drills/wu-dns-flags/message.ts'

const TYPES: Record<string, DnsRecord> = {
  A: { name: 'web.lab.test', type: 1, class: 1, ttl: 60, data: { address: '203.0.113.1' } },
  NS: { name: 'lab.test', type: 2, class: 1, ttl: 60, data: { target: 'ns.lab.test' } },
  SOA: {
    name: 'lab.test',
    type: 6,
    class: 1,
    ttl: 60,
    data: { primary: 'ns.lab.test', mailbox: 'a.lab.test', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 60 },
  },
}

/** Writes the message with our codec, and reads it again. */
function through(header: Header, { answer, authority }: Sections): { bytes: Uint8Array; read: DnsMessage } {
  const bytes = emitDns({
    id: 7,
    isResponse: header.response,
    opcode: header.opcode,
    isAuthoritative: header.authoritative,
    isTruncated: header.truncated,
    recursionDesired: header.recursionDesired,
    recursionAvailable: header.recursionAvailable,
    reserved: 0,
    code: header.code,
    questions: [{ name: 'web.lab.test', type: 1, class: 1 }],
    answers: answer.map((type) => TYPES[type]!),
    authorities: authority.map((type) => TYPES[type]!),
    additionals: [],
  })
  const read = parseDns(bytes)
  if (read instanceof ParseError) throw read
  return { bytes, read }
}

const NO_RECORDS: Sections = { answer: [], authority: [] }
const wordOf = (bytes: Uint8Array) => (bytes[2]! << 8) | bytes[3]!

/** What a resolver makes of it (RFC 2308, 2): from the message alone. */
function kindOf({ code, isTruncated, answers, authorities }: DnsMessage): Kind {
  if (isTruncated) return 'truncated'
  if (code === 3) return 'nxdomain'
  if (code === 5) return 'refused'
  if (answers.length > 0) return 'answer'
  return authorities.some(({ type }) => type === 6) ? 'nodata' : 'referral'
}

describe('wu-dns-flags', () => {
  test('every word of 2,000 headers is what our codec writes, and is read as what it was', () => {
    for (let seed = 1; seed <= 2000; seed++) {
      const header = drawHeader(new Draw(seed, 'proof'))
      const { bytes, read } = through(header, NO_RECORDS)
      expect(hexWord(wordOf(bytes))).toBe(hexWord(flagsWord(header)))
      expect(read).toMatchObject({
        isResponse: header.response,
        opcode: header.opcode,
        code: header.code,
        isAuthoritative: header.authoritative,
        isTruncated: header.truncated,
        recursionDesired: header.recursionDesired,
        recursionAvailable: header.recursionAvailable,
      })
    }
  })

  test('every kind of 2,000 responses is what a resolver makes of the bytes', () => {
    for (let seed = 1; seed <= 2000; seed++) {
      const { kind, header, sections } = drawResponse(new Draw(seed, 'proof'))
      expect(kindOf(through(header, sections).read)).toBe(kind)
    }
  })

  test('every right choice of 2,000 questions is true of the message with the word that is shown', () => {
    const kinds = new Set<string>()
    for (let seed = 1; seed <= 2000; seed++) {
      const item = generate(new Draw(seed, 'question'), (mistake) => mistake)
      kinds.add(item.kind)
      const shown = /flags of .*? are `(0x[0-9a-f]{4})`/.exec(item.ask)?.[1]
      const read = readFlags(shown === undefined ? Number('value' in item ? item.value : Number.NaN) : Number(shown))
      if (item.kind === 'multiple')
        for (const { text, right = false } of item.choices) expect(isTrue(text, read), `${text} ${shown}`).toBe(right)
      else if (item.kind === 'numeric' && shown)
        expect(item.value).toBe(item.ask.includes('opcode') ? read.opcode : read.code)
      else if (item.kind === 'numeric')
        // The word that is asked for must say what the question says.
        for (const [word, holds] of saidBy(read)) expect(item.ask.includes(word), `${item.ask} ${word}`).toBe(holds)
      else if (item.kind === 'single')
        expect(Object.values(KINDS)).toContain(item.choices.find(({ right }) => right)?.text)
    }
    expect([...kinds].sort()).toEqual(['multiple', 'numeric', 'single'])
  })
})

function readFlags(word: number): DnsMessage {
  const bytes = new Uint8Array(12)
  bytes[2] = word >> 8
  bytes[3] = word & 255
  const read = parseDns(bytes)
  if (read instanceof ParseError) throw read
  return read
}

function isTrue(text: string, read: DnsMessage): boolean {
  if (text === 'It is a response.') return read.isResponse
  if (text === 'It is a query.') return !read.isResponse
  if (text.includes('(AA)')) return read.isAuthoritative
  if (text.includes('(TC)')) return read.isTruncated
  if (text.includes('(RD)')) return read.recursionDesired
  if (text.includes('(RA)')) return read.recursionAvailable
  return read.code === 3
}

const saidBy = (read: DnsMessage): [string, boolean][] => [
  [': a response', read.isResponse],
  [', AA', read.isAuthoritative],
  [', TC', read.isTruncated],
  [', RD', read.recursionDesired],
  [', RA', read.recursionAvailable],
  [`(${read.opcode})`, true],
]
