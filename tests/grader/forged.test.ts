/** Programs that return or throw what a test might take for its own words, or can't handle. None passes, and none is the platform's fault. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import { course } from './course.ts'
import { closeWorlds, grade } from './support.ts'

vi.setConfig({ testTimeout: 60_000 })
afterAll(closeWorlds)

const CODEC = (decoded: string, reply: string) => `
export function decodeHeader(message) { return message.length < 12 ? null : ${decoded} }
export function encodeHeader() { return '1a2b 8503 0001 0002 0003 0104' }
export function replyTo(query) { return query.length < 12 || query[2] >= 0x80 ? null : ${reply} }`

/** The exercise, its file, a program, and tests that want more than a word. */
const WORDS: [exercise: string, file: string, program: string, tests: string[]][] = [
  ['dns-header-codec', 'header.ts', CODEC("'a header'", "'12 bytes'"), ['v1', 'v2', 'v3', 'h3', 'h7']],
  ['frame-dissector', 'dissect.ts', "export const dissect = () => 'an object'", ['v1', 'h4', 'h7']],
  ['path-mtu-probe', 'probe.ts', "export const largestPayload = async () => 'an error with code ETIMEDOUT'", ['h8']],
]

test.each(WORDS)('%s: the words of its tests, returned as texts, pass nothing', async (id, file, program, tests) => {
  const exercise = course.exercise(id)
  const report = await grade(exercise, { ...exercise.starter, [file]: program }, { tests })
  expect(report.status, report.reason).toBe('graded')
  expect(report.tests.map(({ id, status }) => [id, status])).toEqual(tests.map((test) => [test, 'failed']))
})

/** Bodies of `checksum`, whose first test wants 0x220d. */
const BODIES = {
  'returns the right number as a text': "return '0x220d'",
  'returns an object that is the number, if asked': 'return { valueOf: () => 0x220d, toString: () => "0x220d" }',
  'returns a Number': 'return new Number(0x220d)',
  'returns a promise': 'return Promise.resolve(0x220d)',
  'returns something that never settles': 'return { then() {} }',
  'returns a function': 'return () => 0x220d',
  'returns a proxy that throws': "return new Proxy({}, { get() { throw new Error('trap') } })",
  'returns a symbol': "return Symbol('0x220d')",
  'returns nesting without end': 'let a = 1; for (let i = 0; i < 100_000; i++) a = [a]; return a',
  'returns 50 MB': "return 'x'.repeat(50_000_000)",
  'throws null': 'throw null',
  'throws an error of the tests': "throw Object.assign(new Error('passed'), { name: 'LabError', code: 'ASSERTION' })",
  'throws an error with a name that is none':
    "throw Object.assign(new Error('x'), { name: Symbol('a'), message: { toString() { throw 1 } } })",
  'throws a proxy': "throw new Proxy({}, { get() { throw new Error('trap') } })",
  'changes what all objects have':
    "Object.defineProperty(Object.prototype, 'value', { get: () => 0x220d, set() {} }); return 1",
  'changes promises': 'Promise.prototype.then = function () { return this }; return 1',
  'changes how stacks are made': "Error.prepareStackTrace = () => { throw new Error('no') }; throw new Error('x')",
  'sends a report': "process.send?.({ kind: 'report', status: 'passed' }); return 1",
}

describe('a function that', () => {
  const exercise = course.exercise('icmp-checksum')
  const rest = exercise.solution!['checksum.ts']!.replace(/export function checksum\(.*?\n\}\n/s, '')

  test.each(Object.entries(BODIES))('%s fails its test', async (_, body) => {
    const program = `${rest}\nexport function checksum(message): any { ${body} }`
    const report = await grade(exercise, { 'checksum.ts': program }, { tests: ['v1', 'h12'] })
    expect(report.status, report.reason).toBe('graded')
    expect(report.tests.map(({ status }) => status)).toEqual([expect.stringMatching(/^(failed|timed-out)$/), 'passed'])
    expect(report.tests[0]!.evidence!.sentence).not.toMatch(/\n\s+at |channel: \{/)
  })
})
