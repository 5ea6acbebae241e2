/** Integers and texts in header blocks (RFC 7541 §5). */

import { huffmanLength, readHuffman, writeHuffman } from './hpack-huffman.ts'
import { compressionError, Http2Error } from './http2-error.ts'
import { latin1Bytes, latin1Text } from './latin1.ts'

/** Largest number, and the bytes after its prefix: no table and no text is larger. */
const LARGEST = 0xffff_ffff
const MOST_BYTES = 5

/** Position in a header block. */
export interface HpackCursor {
  readonly bytes: Uint8Array
  at: number
}

/** Reads an integer with a prefix of `bits` bits (§5.1). */
export function readHpackInteger(cursor: HpackCursor, bits: number): number | Http2Error {
  const { bytes } = cursor
  const mask = (1 << bits) - 1
  if (cursor.at >= bytes.length) return compressionError(`the header block ends at byte ${cursor.at} inside a field`)
  let value = bytes[cursor.at++]! & mask
  if (value < mask) return value
  for (let index = 0; index < MOST_BYTES; index++) {
    const byte = bytes[cursor.at]
    if (byte === undefined) return compressionError('the header block ends inside an integer')
    cursor.at++
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (value > LARGEST) break
    if (byte < 0x80) return value
  }
  return compressionError(
    `the integer that ends at byte ${cursor.at} of the header block is above 2^32 - 1 or longer than that`,
  )
}

/** Reads a text (§5.2). */
export function readHpackText(cursor: HpackCursor): string | Http2Error {
  const isHuffman = cursor.at < cursor.bytes.length && (cursor.bytes[cursor.at]! & 0x80) !== 0
  const length = readHpackInteger(cursor, 7)
  if (length instanceof Http2Error) return length
  const end = cursor.at + length
  if (end > cursor.bytes.length)
    return compressionError(`a text of ${length} bytes, ${cursor.bytes.length - cursor.at} left in the header block`)
  const bytes = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  if (!isHuffman) return latin1Text(bytes)
  const read = readHuffman(bytes)
  return 'error' in read ? compressionError(read.error) : read.text
}

/** Returns an integer with a prefix of `bits` bits; `pattern` fills the bits before it. Throws RangeError out of range. */
export function hpackInteger(value: number, bits: number, pattern: number): number[] {
  if (!Number.isInteger(value) || value < 0 || value > LARGEST)
    throw new RangeError(`${value} can't be in a header block`)
  const mask = (1 << bits) - 1
  if (value < mask) return [pattern | value]
  const bytes = [pattern | mask]
  let left = value - mask
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80)
  return [...bytes, left]
}

/** Returns a text, in the Huffman code if that is shorter, as nghttp2 does. Throws RangeError for characters above 255. */
export function hpackText(text: string): Uint8Array {
  const plain = latin1Bytes(text)
  const coded = huffmanLength(text)
  const isHuffman = coded < plain.length
  const prefix = hpackInteger(isHuffman ? coded : plain.length, 7, isHuffman ? 0x80 : 0)
  const bytes = new Uint8Array(prefix.length + (isHuffman ? coded : plain.length))
  bytes.set(prefix)
  if (isHuffman) writeHuffman(text, bytes, prefix.length)
  else bytes.set(plain, prefix.length)
  return bytes
}
