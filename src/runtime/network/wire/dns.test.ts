import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dnsMessage as message } from './dns-arbitraries.fixture.ts'
import { DnsType, dnsLabels, emitDns, ParseError, parseDns } from './index.ts'

const byte = fc.integer({ min: 0, max: 255 })
const hex = (text: string) =>
  Uint8Array.from(text.replaceAll(' ', '').match(/../g)!, (pair) => Number.parseInt(pair, 16))
const asHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

describe('a DNS message', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(message, (written) => {
        expect(parseDns(emitDns(written))).toEqual(written)
      }),
      { numRuns: 200 },
    )
  })

  test('that is cut off anywhere, or has bytes changed, is read or refused, and never throws', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.array(fc.tuple(fc.nat(), byte), { maxLength: 6 }), (written, cut, changes) => {
        const whole = emitDns(written)
        expect(parseDns(whole.subarray(0, cut % whole.length))).toBeInstanceOf(ParseError)
        for (const [at, value] of changes) whole[at % whole.length] = value
        parseDns(whole)
      }),
      { numRuns: 200 },
    )
  })

  test('of any bytes is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => void parseDns(any)),
      { numRuns: 500 },
    )
  })

  test('is what the query of RFC 1035 §4.1 looks like', () => {
    const query = { name: 'ex.test', type: DnsType.A, class: 1 }
    const flags = {
      isResponse: false,
      opcode: 0,
      isAuthoritative: false,
      isTruncated: false,
      recursionAvailable: false,
      reserved: 0,
      code: 0,
    }
    const sections = { questions: [query], answers: [], authorities: [], additionals: [] }
    const emitted = emitDns({ id: 0xcecf, recursionDesired: true, ...flags, ...sections })
    expect(asHex(emitted)).toBe('cecf01000001000000000000026578047465737400'.concat('00010001'))
  })

  test('points to names that it has already, and only where a reader has to understand it', () => {
    const at = { class: 1, ttl: 60 }
    const answers = [
      { name: 'mail.a.test', type: DnsType.MX, ...at, data: { preference: 1, target: 'x.a.test' } },
      { name: 'a.test', type: DnsType.SRV, ...at, data: { priority: 0, weight: 0, port: 1, target: 'x.a.test' } },
    ]
    const none = {
      isResponse: true,
      opcode: 0,
      isAuthoritative: false,
      isTruncated: false,
      recursionDesired: false,
      recursionAvailable: false,
    }
    const emitted = emitDns({
      id: 1,
      ...none,
      reserved: 0,
      code: 0,
      questions: [],
      answers,
      authorities: [],
      additionals: [],
    })
    expect(asHex(emitted.subarray(12))).toBe(
      asHex(
        hex(
          '046d61696c 0161 0474657374 00 000f 0001 0000003c 0006 0001 0178 c011  c011 0021 0001 0000003c 0010 0000 0000 0001 0178 0161 0474657374 00',
        ),
      ),
    )
  })

  test.each([
    ['a pointer to itself', '0000 0000 0001 0000 0000 0000 c00c 0001 0001', 'which is not before it'],
    ['pointers that lead to each other', '0000 0000 0001 0000 0000 0000 c00e c00c 0001 0001', 'which is not before it'],
    [
      'more pointers than a name has labels',
      `0000 0000 0081 0000 0000 0000 00 0001 0001 ${Array.from({ length: 128 }, (_, i) => `${(0xc00c + (i === 0 ? 0 : 5 + 6 * (i - 1))).toString(16)} 0001 0001`).join('')}`,
      'has more than 127 pointers',
    ],
    ['a label of a reserved kind', '0000 0000 0001 0000 0000 0000 80 0001 0001', 'reserved bits 2'],
    [
      'data that is longer than its type',
      '0000 8000 0000 0001 0000 0000 00 0001 0001 00000000 0005 0a00000101',
      'not at 28 as its length says',
    ],
    [
      'a name that runs over its data',
      '0000 8000 0000 0001 0000 0000 00 0005 0001 00000000 0001 0161 00',
      'has a part that ends at',
    ],
  ])('with %s is refused with the reason', (_, text, reason) => {
    const parsed = parseDns(hex(text))
    expect(parsed).toBeInstanceOf(ParseError)
    expect(String(parsed)).toContain(reason)
  })
})

describe('a name', () => {
  test.each(['a..b', '.a', 'x'.repeat(64), `${'abcdefg.'.repeat(32)}`, 'a\\', 'a\\3', 'a\\999', 'ü€'])(
    '%j is none',
    (text) => {
      expect(dnsLabels(text)).toBeNull()
    },
  )

  test('may end with a dot', () => {
    expect(dnsLabels('a.b.')).toEqual(dnsLabels('a.b'))
    expect(dnsLabels('.')).toEqual([])
    // An escaped backslash, and digits without a backslash; a byte has no number above 255.
    expect(dnsLabels('\\\\256')).toEqual([Uint8Array.from('\\256', (c) => c.charCodeAt(0))])
    expect(dnsLabels('\\256')).toBeNull()
  })
})
