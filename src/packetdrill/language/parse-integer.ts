import { readInteger } from './parse-expression.ts'
import type { Scanner } from './scanner.ts'

const INTEGER = /0x[0-9a-fA-F]+|\d+/y
/** The largest numbers that fields of a header hold. */
export const BYTE = 0xff
export const SHORT = 0xffff
export const DOUBLE_WORD = 0xffff_ffff

/** A number of at most `most`. */
export function parseInteger(scanner: Scanner, what: string, most: number): number {
  scanner.skipSpace()
  const before = scanner.at
  const match = scanner.take(INTEGER)
  if (match === null) return scanner.fail(what)
  const value = readInteger(match[0])
  if (value <= most) return value
  scanner.at = before
  return scanner.fail(`${what} of at most ${most}`)
}
