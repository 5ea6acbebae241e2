import { expect, test } from 'vitest'
import { DnsCode, type DnsMessage, DnsType, dnsQuery, emitDns } from '#network'
import { dnsLabel } from './dns-words.ts'

const QUESTION = { name: 'web.lab.test', type: DnsType.A, class: 1 }
const QUERY = dnsQuery(0x1a2b, QUESTION)
const ADDRESS = { ...QUESTION, ttl: 300, data: { address: '192.0.2.80' } }
const answer = (changes: Partial<DnsMessage>) => dnsLabel(emitDns({ ...QUERY, isResponse: true, ...changes }))

test('a query is its type and its name', () => {
  expect(dnsLabel(emitDns(QUERY))).toBe('A web.lab.test?')
})

test('an answer is the name and the first address, behind an alias too', () => {
  expect(answer({ answers: [ADDRESS] })).toBe('web.lab.test: 192.0.2.80')
  const alias = { ...QUESTION, type: DnsType.CNAME, ttl: 300, data: { target: 'w1.lab.test' } }
  expect(answer({ answers: [alias, { ...ADDRESS, name: 'w1.lab.test' }] })).toBe('web.lab.test: 192.0.2.80, 2 records')
  expect(answer({ answers: [alias] })).toBe('web.lab.test: CNAME')
})

test('an error is its meaning alone, which no label cuts', () => {
  expect(answer({ code: DnsCode.NXDOMAIN })).toBe('no such name')
  expect(answer({ code: DnsCode.REFUSED })).toBe('refused')
  expect(answer({ code: 9 })).toBe('reply code 9')
})

test('an address in another section is not an answer', () => {
  expect(answer({ additionals: [ADDRESS] })).toBe('no answer records')
  expect(answer({ isTruncated: true })).toBe('truncated')
})

test('has no label for a message that is unreadable, asks nothing, or is no query', () => {
  expect(dnsLabel(new Uint8Array(5))).toBeNull()
  expect(dnsLabel(emitDns({ ...QUERY, questions: [] }))).toBeNull()
  expect(dnsLabel(emitDns({ ...QUERY, opcode: 5 }))).toBeNull()
})
