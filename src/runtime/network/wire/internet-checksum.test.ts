import fc from 'fast-check'
import { expect, test } from 'vitest'
import { internetChecksum, onesComplementSum, updateChecksum } from './index.ts'

/** RFC 1071 §4.1, word by word. */
function slowChecksum(bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) {
    sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0)
    sum = (sum & 0xffff) + (sum >> 16)
  }
  return ~sum & 0xffff
}

test('the example of RFC 1071 §3 sums to ddf2', () => {
  const bytes = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7)
  expect(internetChecksum(bytes)).toBe(~0xddf2 & 0xffff)
})

test('equals the definition for any bytes, odd lengths included', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      (bytes) => void expect(internetChecksum(bytes)).toBe(slowChecksum(bytes)),
    ),
  )
})

test('equals the definition wherever in a buffer long data begins and ends', () => {
  const buffer = Uint8Array.from({ length: 2000 }, (_, i) => (i * 167 + (i >> 3)) & 255)
  fc.assert(
    fc.property(fc.nat(9), fc.integer({ min: 90, max: 1900 }), (from, length) => {
      const bytes = buffer.subarray(from, from + length)
      expect(internetChecksum(bytes)).toBe(slowChecksum(bytes))
      expect(internetChecksum(buffer, from, from + length)).toBe(slowChecksum(bytes))
    }),
  )
})

test('does not overflow over 64 KiB of ones', () => {
  expect(internetChecksum(new Uint8Array(65_536).fill(0xff))).toBe(0)
})

test('a sum of parts of even length is the sum of the whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(50), (bytes, half) => {
      const cut = Math.min(half * 2, bytes.length & ~1)
      const first = onesComplementSum(bytes, 0, cut)
      expect(internetChecksum(bytes, cut, bytes.length, first)).toBe(internetChecksum(bytes))
    }),
  )
})

test('an update for one changed word equals the checksum of the changed bytes, up to the two zeros (RFC 1624)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat(9), fc.nat(0xffff), (bytes, index, word) => {
      bytes[0] = 0x45
      const before = (bytes[2 * index]! << 8) | bytes[2 * index + 1]!
      const checksum = internetChecksum(bytes)
      bytes[2 * index] = word >> 8
      bytes[2 * index + 1] = word
      fc.pre(bytes.some((byte) => byte !== 0))
      expect(updateChecksum(checksum, before, word)).toBe(internetChecksum(bytes))
    }),
  )
})

test('RFC 1624 §4: the update that equation 2 of RFC 1141 gets wrong', () => {
  expect(updateChecksum(0xdd2f, 0x5555, 0x3285)).toBe(0x0000)
})
