import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DnsCode, type DnsMessage, type DnsRecord, DnsType, emitDns, parseDns } from '#network'
import { answer } from './answer.ts'
import { parseZone, ZoneError } from './zone.ts'

const ZONES = [
  parseZone('lab.test', [
    '@ NS ns',
    'ns A 10.0.0.53',
    'www A 192.0.2.80',
    'www CAA 0 issue ca.example',
    'alias 30 CNAME www',
    'away CNAME www.example.com.',
    'loop CNAME pool',
    'pool CNAME loop',
    '*.apps A 192.0.2.99',
    'held.apps TXT "not wild"',
    'sub NS ns.sub',
    'sub NS ns.example.com.',
    'ns.sub A 10.0.0.54',
    '_sip._tcp SRV 1 2 5060 www',
  ]),
  parseZone('deep.lab.test', ['@ A 192.0.2.1']),
]
const question = (name: string, type: number, more: Partial<DnsMessage> = {}): DnsMessage => ({
  id: 7,
  isResponse: false,
  opcode: 0,
  isAuthoritative: false,
  isTruncated: false,
  recursionDesired: true,
  recursionAvailable: false,
  reserved: 0,
  code: 0,
  answers: [],
  authorities: [],
  additionals: [],
  questions: [{ name, type, class: 1 }],
  ...more,
})
const ask = (name: string, type: number = DnsType.A, more: Partial<DnsMessage> = {}) =>
  parseDns(answer(ZONES, emitDns(question(name, type, more)), true)!) as DnsMessage
const shown = (records: readonly DnsRecord[]) =>
  records.map(({ name, type, ttl, data }) => [name, type, ttl, ...Object.values(data)])

describe('an authoritative server', () => {
  test('answers with the records of a name, however that is written, and its own flags', () => {
    const { id, isResponse, isAuthoritative, recursionDesired, recursionAvailable, code, answers } = ask('WWW.lab.TEST')
    expect({ id, isResponse, isAuthoritative, recursionDesired, recursionAvailable, code }).toEqual({
      id: 7,
      isResponse: true,
      isAuthoritative: true,
      recursionDesired: true,
      recursionAvailable: false,
      code: 0,
    })
    expect(shown(answers)).toEqual([['www.lab.test', 1, 300, '192.0.2.80']])
  })

  test('follows an alias in the zone, and names one that leads out of it', () => {
    expect(shown(ask('alias.lab.test').answers)).toEqual([
      ['alias.lab.test', 5, 30, 'www.lab.test'],
      ['www.lab.test', 1, 300, '192.0.2.80'],
    ])
    expect(shown(ask('away.lab.test').answers)).toEqual([['away.lab.test', 5, 300, 'www.example.com']])
    expect(ask('loop.lab.test').answers.length).toBeLessThan(20)
  })

  test('says with the SOA record that there is no such name, or none of that type', () => {
    const none = ask('none.lab.test')
    expect([none.code, none.isAuthoritative, none.answers]).toEqual([DnsCode.NXDOMAIN, true, []])
    expect(shown(none.authorities)).toEqual([
      ['lab.test', 6, 60, 'ns.lab.test', 'hostmaster.lab.test', 1, 3600, 600, 86400, 60],
    ])
    for (const [name, type] of [
      ['www.lab.test', DnsType.AAAA],
      ['_tcp.lab.test', DnsType.A],
    ] as const)
      expect([ask(name, type).code, ask(name, type).answers, ask(name, type).authorities.length]).toEqual([0, [], 1])
  })

  test('lets a wildcard stand for names that are not there, and for no others', () => {
    expect(shown(ask('any.apps.lab.test').answers)).toEqual([['any.apps.lab.test', 1, 300, '192.0.2.99']])
    expect(shown(ask('a.b.apps.lab.test').answers)).toEqual([['a.b.apps.lab.test', 1, 300, '192.0.2.99']])
    expect(ask('held.apps.lab.test').answers).toEqual([])
    expect(ask('below.held.apps.lab.test').code).toBe(DnsCode.NXDOMAIN)
  })

  test('refers to whom a part was given, with the addresses that it knows', () => {
    const { isAuthoritative, answers, authorities, additionals } = ask('www.sub.lab.test')
    expect([isAuthoritative, answers]).toEqual([false, []])
    expect(shown(authorities)).toEqual([
      ['sub.lab.test', 2, 300, 'ns.sub.lab.test'],
      ['sub.lab.test', 2, 300, 'ns.example.com'],
    ])
    expect(shown(additionals)).toEqual([['ns.sub.lab.test', 1, 300, '10.0.0.54']])
  })

  test('looks into the nearest zone, and refuses what is in none', () => {
    expect(shown(ask('deep.lab.test').answers)).toEqual([['deep.lab.test', 1, 300, '192.0.2.1']])
    expect([ask('example.com').code, ask('test').code]).toEqual([DnsCode.REFUSED, DnsCode.REFUSED])
    expect(ask('www.lab.test', DnsType.A, { opcode: 5 }).code).toBe(DnsCode.NOTIMP)
    expect(ask('www.lab.test', DnsType.A, { questions: [] }).code).toBe(DnsCode.FORMERR)
  })

  test('answers EDNS with EDNS', () => {
    const asks = { name: '', type: DnsType.OPT, class: 4096, ttl: 0, data: { bytes: new Uint8Array(0) } }
    expect(ask('www.lab.test', DnsType.A, { additionals: [asks] }).additionals).toMatchObject([
      { type: 41, class: 1232 },
    ])
    expect(ask('www.lab.test').additionals).toEqual([])
  })

  test('says nothing to what is no question, and something to everything else', () => {
    expect(answer(ZONES, emitDns(question('www.lab.test', 1, { isResponse: true })), true)).toBeNull()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void answer(ZONES, bytes, true)))
    const names = fc.constantFrom(
      'lab.test',
      'www.lab.test',
      '*.apps.lab.test',
      '',
      'sub.lab.test',
      'test',
      'x.y.z.lab.test',
    )
    fc.assert(
      fc.property(names, fc.nat(300), (name, type) => {
        expect(ask(name, type)).toMatchObject({ id: 7, isResponse: true })
      }),
    )
  })
})

test.each([
  ['www A', 'address as the data of A'],
  ['www A 2001:db8::1', 'an address of IPv4 as address, not "2001:db8::1"'],
  ['@ MX 70000 mail', 'a number up to 65535 as preference, not "70000"'],
  [
    'www WKS 1',
    'a record "name [ttl] type data" of a type among A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, NAPTR, TLSA, CAA',
  ],
  [`${'x'.repeat(64)} A 192.0.2.1`, `a domain name, not "${'x'.repeat(64)}"`],
])('the line %j is none of a zone: expected %s', (line, expected) => {
  expect(() => parseZone('lab.test', [line])).toThrow(new ZoneError(expected))
})
