import type { Data } from '#lab'
import { concatenate } from '#network'
import { times } from './values.ts'

export type ByteOrder = 'BE' | 'LE'

/** Joins bytes; text is encoded as UTF-8: `bytes(u16(5), 'hello')`. */
export function bytes(...parts: Data[]): Uint8Array {
  return concatenate(parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part)))
}

export const u8 = (value: number): Uint8Array => integer(1, BigInt(value), 'BE')
/** Network byte order by default. Throws RangeError for a value that doesn't fit: a length must not wrap by accident. */
export const u16 = (value: number, order: ByteOrder = 'BE'): Uint8Array => integer(2, BigInt(value), order)
export const u32 = (value: number, order: ByteOrder = 'BE'): Uint8Array => integer(4, BigInt(value), order)
export const u64 = (value: number | bigint, order: ByteOrder = 'BE'): Uint8Array => integer(8, BigInt(value), order)

function integer(width: number, value: bigint, order: ByteOrder): Uint8Array {
  if (value < 0n || value >= 1n << BigInt(8 * width))
    throw new RangeError(`${value} does not fit into ${width} ${width === 1 ? 'byte' : 'bytes'}`)
  const digits = times(width, (i) => Number((value >> BigInt(8 * (width - 1 - i))) & 0xffn))
  return Uint8Array.from(order === 'BE' ? digits : digits.reverse())
}

/** Reads a number from the bytes at `at`. */
export function readInteger(data: Uint8Array, at: number, width: number, order: ByteOrder = 'BE'): number {
  if (at + width > data.length) throw new RangeError(`${width} bytes at ${at} of ${data.length}`)
  const digits = Array.from(data.subarray(at, at + width))
  return (order === 'BE' ? digits : digits.reverse()).reduce((value, digit) => value * 256 + digit, 0)
}

/** Bytes and text, and the format of their length prefix. */
export interface PrefixShape {
  /** Bytes of the length field; default 4. */
  width?: 1 | 2 | 4
  order?: ByteOrder
  /** Whether the length counts its own field too. */
  includesHeader?: boolean
}

/** Returns a message with its length in front. */
export function lengthPrefixed(
  payload: Data,
  { width = 4, order = 'BE', includesHeader = false }: PrefixShape = {},
): Uint8Array {
  const content = bytes(payload)
  return bytes(integer(width, BigInt(content.length + (includesHeader ? width : 0)), order), content)
}

/** Every proper prefix: of n bytes those with 0 … n − 1. */
export function truncations(data: Data): Uint8Array[] {
  const whole = bytes(data)
  return times(whole.length, (n) => whole.subarray(0, n))
}

/** Every copy with exactly one bit flipped. */
export function bitFlips(data: Data): Uint8Array[] {
  const whole = bytes(data)
  return times(8 * whole.length, (bit) => {
    const copy = whole.slice()
    copy[bit >> 3]! ^= 0x80 >> (bit & 7)
    return copy
  })
}

/** Every way to send it as two pieces. */
export function cutsInTwo(data: Data): [Uint8Array, Uint8Array][] {
  const whole = bytes(data)
  return times(Math.max(0, whole.length - 1), (i) => [whole.subarray(0, i + 1), whole.subarray(i + 1)])
}
