import { describe, expect, test } from 'vitest'
import { parseDnsName } from './dns-name.ts'
import { traceDnsName } from './dns-name-trace.ts'
import { ParseError } from './parse-error.ts'

const bytes = (hex: string) => Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16))
const jumps = (message: Uint8Array, start: number) =>
  traceDnsName(message, start).flatMap(({ pointer }) => (pointer ? [`${pointer.at}→${pointer.target}`] : []))

describe('the pieces of a name in a message', () => {
  test('are one without a pointer, and end after the zero', () => {
    expect(traceDnsName(bytes('01 61 02 62 63 00 ff'), 0)).toEqual([
      { start: 0, labels: [{ at: 0, length: 1 }, { at: 2, length: 2 }], end: 6, pointer: null }, // biome-ignore format: one piece
    ])
  })

  test('follow pointers back', () => {
    const message = bytes('01 61 00 01 62 c0 00 01 63 c0 03')
    expect(jumps(message, 7)).toEqual(['9→3', '5→0'])
    expect(traceDnsName(message, 7).every(({ pointer }) => pointer === null || pointer.leadsBack)).toBe(true)
  })

  test('end where a pointer would be followed again', () => {
    expect(jumps(bytes('c0 00'), 0)).toEqual(['0→0'])
    expect(jumps(bytes('01 61 c0 04 c0 02'), 0)).toEqual(['2→4', '4→2'])
  })

  test('end at the end of the message', () => {
    expect(traceDnsName(bytes('05 61'), 0)).toEqual([{ start: 0, labels: [], end: 0, pointer: null }])
    expect(jumps(bytes('c0 20'), 0)).toEqual(['0→32'])
  })

  test.each(['01 61 00 01 62 c0 00', '01 61 00 01 62 c0 03', '01 61 00 c0 05 c0 00', '01 61 00 80'])(
    'have a pointer that does not lead back only where the parser refuses the name (%s)',
    (hex) => {
      const message = bytes(hex)
      for (let start = 0; start < message.length; start++) {
        const isBad = traceDnsName(message, start).some(({ pointer }) => pointer !== null && !pointer.leadsBack)
        if (isBad) expect(parseDnsName(message, start)).toBeInstanceOf(ParseError)
      }
    },
  )
})
