import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { igmpMessage, mldMessage } from './arbitraries.fixture.ts'
import { decodeTime8, decodeTime16, encodeTime8, encodeTime16 } from './exponential-code.ts'
import { GroupRecordType } from './group-records.ts'
import { emitIgmp, igmpChecksumOk, parseIgmp } from './igmp.ts'
import { emitMld, parseMld } from './mld.ts'
import { ParseError } from './parse-error.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const RECORD_ENDS = new Set(['start', 'end'])
/** Returns the parsed values without positions. */
const content = (message: unknown) =>
  JSON.parse(JSON.stringify(message, (key, value) => (RECORD_ENDS.has(key) ? undefined : value)))

describe('IGMP on the wire', () => {
  test('a join of version 3 as Linux sends it', () => {
    const records = [{ type: GroupRecordType.CHANGE_TO_EXCLUDE, group: '239.1.2.3', sources: [] }]
    expect(hex(emitIgmp({ kind: 'report', version: 3, records }))).toBe('2200e8f90000000104000000ef010203')
  })

  test('the length of a query tells its version', () => {
    const query = (...bytes: number[]) => parseIgmp(Uint8Array.from([0x11, ...bytes]))
    expect(query(0, 0, 0, 0, 0, 0, 0)).toMatchObject({ version: 1 })
    expect(query(100, 0, 0, 0, 0, 0, 0)).toMatchObject({ version: 2, maximumResponseTime: 100, group: '0.0.0.0' })
    expect(query(0x8f, 0, 0, 239, 1, 2, 3, 0x0a, 125, 0, 1, 10, 0, 0, 1)).toMatchObject({
      version: 3,
      maximumResponseTime: 248,
      suppress: true,
      robustness: 2,
      queryInterval: 125,
      sources: ['10.0.0.1'],
    })
    expect(query(0, 0, 0, 0, 0, 0, 0, 0, 0)).toBeInstanceOf(ParseError)
  })

  test('every message is read as it was written, with a good checksum', () => {
    fc.assert(
      fc.property(igmpMessage, (message) => {
        const bytes = emitIgmp(message)
        expect(igmpChecksumOk(bytes)).toBe(true)
        expect(content(parseIgmp(bytes))).toEqual(content(message))
      }),
    )
  })

  test('cut anywhere, it is an error and never a throw', () => {
    fc.assert(
      fc.property(igmpMessage, fc.nat(100), (message, at) => {
        const bytes = emitIgmp(message)
        const parsed = parseIgmp(bytes.subarray(0, Math.min(at, bytes.length - 1)))
        // The first eight bytes of a version 3 query are a valid version 2 query.
        if (!(parsed instanceof ParseError)) expect(message).toMatchObject({ kind: 'query', version: 3 })
      }),
    )
  })
})

test('MLD messages are read as they were written', () => {
  fc.assert(
    fc.property(mldMessage, (message) => {
      expect(content(parseMld(emitMld(message)))).toEqual(content(message))
    }),
  )
})

describe('times in few bits', () => {
  test('stand for themselves while they fit', () => {
    expect([encodeTime8(100), decodeTime8(100), encodeTime16(10_000), decodeTime16(10_000)]).toEqual([
      ...[100, 100, 10_000, 10_000],
    ])
    expect([decodeTime8(128), decodeTime8(255), decodeTime16(0x8000), decodeTime16(0xffff)]).toEqual([
      ...[128, 31_744, 32_768, 8_387_584],
    ])
  })

  test('above that the code is the largest that is not above the time', () => {
    const isLargest = (units: number, code: number, decode: (code: number) => number) =>
      decode(code) <= units && decode(code + 1) > units
    fc.assert(fc.property(fc.integer({ min: 128, max: 31_743 }), (n) => isLargest(n, encodeTime8(n), decodeTime8)))
    fc.assert(
      fc.property(fc.integer({ min: 32_768, max: 8_387_583 }), (n) => isLargest(n, encodeTime16(n), decodeTime16)),
    )
  })
})
