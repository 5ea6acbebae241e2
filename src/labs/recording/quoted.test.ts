import { expect, test } from 'vitest'
import { quoted } from './quoted.ts'

const bytes = new TextEncoder().encode('in €: 9\n')
const part = (from: number, to: number) => quoted(bytes.subarray(from, to), 18)

test('a character that was cut is shown as bytes, on both sides of the cut', () => {
  expect(part(0, 4)).toBe('“in \\xe2”')
  expect(part(4, 10)).toBe('“\\x82\\xac: 9\\n”')
  expect(part(0, 5)).toBe('“in \\xe2\\x82”')
  expect(part(5, 10)).toBe('“\\xac: 9\\n”')
  expect(part(0, 6)).toBe('“in €”')
})

test('a lone piece of a character is shown as a number of bytes, like any binary data', () => {
  expect(part(3, 4)).toBe('1 byte')
  expect(part(4, 6)).toBe('2 bytes')
  expect(quoted(Uint8Array.of(0, 0, 1, 5, 0x68), 18)).toBe('5 bytes')
  expect(quoted(Uint8Array.of(0xff, 0xfe, 0x68), 18)).toBe('3 bytes')
})

test('a character cut by the length limit is not shown as cut', () => {
  expect(quoted(new TextEncoder().encode('€'.repeat(200)), 10)).toBe(`“${'€'.repeat(9)}…”`)
})
