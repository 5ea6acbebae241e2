/** Slices of bytes: `[i:length]`, `[first-last]`, `[i]`, `[:length]`, `[i:]`, several separated by commas; negative positions count from the end. */
import { parseIpAddress, parseMacAddress } from '../../address/index.ts'
import type { FieldValue } from '../../wire/index.ts'
import type { Values } from './values.ts'

export interface Range {
  readonly start: number
  /** Number of bytes, or null up to the end. */
  readonly length: number | null
  /** Index of the last byte, if given instead. */
  readonly last?: number
}

export function parseRange(text: string): Range | null {
  const match = /^(-?\d+)?(?::(\d+)?|-(-?\d+))?$/.exec(text)
  if (match === null || text === '' || text === ':') return null
  const [, start, length, last] = match
  const from = Number(start ?? 0)
  if (last !== undefined) return { start: from, length: null, last: Number(last) }
  return { start: from, length: length === undefined ? (text.includes(':') ? null : 1) : Number(length) }
}

/** Returns the concatenated slices of each value; a value that is too short is skipped. */
export function slicedValues(values: Values, ranges: readonly Range[]): Values {
  return (packet, test) =>
    values(packet, (value) => {
      const bytes = bytesOfValue(value)
      const parts = ranges.map((range) => slice(bytes, range))
      if (parts.some((part) => part === null)) return false
      return test(parts.length === 1 ? parts[0]! : Uint8Array.from(parts.flatMap((part) => [...part!])))
    })
}

function slice(bytes: Uint8Array, { start, length, last }: Range): Uint8Array | null {
  const from = start < 0 ? bytes.length + start : start
  const end =
    last !== undefined ? (last < 0 ? bytes.length + last : last) + 1 : length === null ? bytes.length : from + length
  return from < 0 || end > bytes.length || from >= end ? null : bytes.subarray(from, end)
}

function bytesOfValue(value: FieldValue): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (typeof value === 'number') return new Uint8Array(0)
  const address = parseIpAddress(value) ?? parseMacAddress(value)
  return address ?? Uint8Array.from(value, (character) => character.charCodeAt(0))
}
