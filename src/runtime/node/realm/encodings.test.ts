import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareBytes, indexOfBytes, reverseGroups } from './bindings/buffer-search.ts'
import {
  decodeBase64,
  decodeHex,
  decodeLatin1,
  decodeUtf16,
  type Encoding,
  encodeText,
  utf8Length,
} from './encodings.ts'

const encoder = new TextEncoder()
const bytes = fc.uint8Array({ maxLength: 300 })
const text = fc.string({ unit: 'binary', maxLength: 200 })

/** Real Node's Buffer is what all of this imitates. */
describe('encodings', () => {
  const decoders: [BufferEncoding, (bytes: Uint8Array, start: number, end: number) => string][] = [
    ['latin1', decodeLatin1],
    ['ascii', (all, start, end) => decodeLatin1(all, start, end, 0x7f)],
    ['hex', decodeHex],
    ['utf16le', decodeUtf16],
    ['base64', decodeBase64],
    ['base64url', (all, start, end) => decodeBase64(all, start, end, true)],
  ]
  it.each(decoders)('turns bytes into %s as Buffer does', (encoding, decode) => {
    fc.assert(
      fc.property(bytes, fc.nat(300), fc.nat(300), (all, a, b) => {
        const [start, end] = [Math.min(a, b, all.length), Math.min(Math.max(a, b), all.length)]
        expect(decode(all, start, end)).toBe(Buffer.from(all).toString(encoding, start, end))
      }),
    )
  })

  const expectSameBytes = (encoding: Encoding, texts: fc.Arbitrary<string>) =>
    fc.assert(
      fc.property(texts, (any) => {
        const bytes = encodeText(any, encoding, (all) => encoder.encode(all))
        expect(Buffer.from(bytes).toString('hex')).toBe(Buffer.from(any, encoding).toString('hex'))
      }),
    )

  it.each(['utf8', 'latin1', 'ascii', 'utf16le'] as const)(
    'turns any text into bytes by %s as Buffer does',
    (encoding) => {
      expectSameBytes(encoding, text)
    },
  )

  // For characters beyond Latin-1, which are in none of these alphabets, C++ sees the low byte.
  it.each(['hex', 'base64', 'base64url'] as const)(
    'turns text that may not be valid %s into bytes as Buffer does',
    (encoding) => {
      const latin1 = fc.string({ unit: fc.nat(0xff).map((code) => String.fromCharCode(code)), maxLength: 100 })
      expectSameBytes(encoding, fc.oneof(latin1, fc.stringMatching(/^[0-9a-fA-FgG=+/_ -]{0,60}$/)))
    },
  )

  it('computes the length of text as UTF-8', () => {
    fc.assert(fc.property(text, (any) => utf8Length(any) === Buffer.byteLength(any)))
    expect(utf8Length('\ud800x\udc00')).toBe(Buffer.byteLength('\ud800x\udc00'))
  })
})

describe('searching bytes', () => {
  const few = fc.uint8Array({ maxLength: 40, max: 2 })
  it('finds what Buffer finds, in both directions and from any offset', () => {
    fc.assert(
      fc.property(
        few,
        fc.uint8Array({ minLength: 1, maxLength: 4, max: 2 }),
        fc.integer({ min: -50, max: 50 }),
        (all, needle, offset) => {
          expect(indexOfBytes(all, needle, offset, true)).toBe(Buffer.from(all).indexOf(needle, offset))
          expect(indexOfBytes(all, needle, offset, false)).toBe(Buffer.from(all).lastIndexOf(needle, offset))
        },
      ),
    )
  })

  it('orders bytes as Buffer does', () => {
    fc.assert(fc.property(few, few, (a, b) => compareBytes(a, b) === Buffer.compare(a, b)))
  })

  it('reverses groups of bytes', () => {
    expect([...reverseGroups(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]), 4)]).toEqual([4, 3, 2, 1, 8, 7, 6, 5])
  })
})
