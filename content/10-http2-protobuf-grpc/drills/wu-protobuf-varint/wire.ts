/** Protobuf's wire format, as far as the drill asks about it. */
import type { Draw } from 'ackademy/drill'

export type WireType = 0 | 1 | 2 | 5

/** The wire type of strings, bytes and messages. */
export const LENGTH = 2

const NAMES: Readonly<Record<WireType, string>> = {
  0: 'a varint (wire type 0)',
  1: 'a fixed64 (wire type 1)',
  2: 'a string (wire type 2)',
  5: 'a fixed32 (wire type 5)',
}

export const typeName = (type: WireType): string => NAMES[type]

/** The bytes of a varint. A negative number is extended to 64 bits, as int32 is. */
export function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}

export const tag = (field: number, type: WireType): number[] => varint(field * 8 + type)

export const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)]

/** A drawn value of a wire type, with its length in front where it has one. */
export function valueBytes(draw: Draw, type: WireType): number[] {
  const some = (count: number) => Array.from({ length: count }, () => draw.integer(1, 255))
  if (type === 0) return varint(draw.integer(1, 300_000))
  if (type === 1) return some(8)
  if (type === 5) return some(4)
  const text = bytesOf(draw.oneOf(['eu', 'node-7', 'batch', 'a1b2']))
  return [text.length, ...text]
}

export const hex = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
