/** Comparisons of field values: which fields allow which, and the meanings of operators. */
import { ipAddressFrom, parseIpAddress, parseMacAddress, parsePrefix, prefixContains } from '../../address/index.ts'
import type { FieldShape, FieldValue } from '../../wire/index.ts'
import type { Token } from './tokens.ts'
import type { Operand, Test } from './values.ts'

export type Relation = '==' | '!=' | '<' | '<=' | '>' | '>='
export type Operator = Relation | 'contains' | 'matches'

/** Compiles a test of a field's values against the right-hand side; returns an error message if that is invalid. */
export function comparisonTest(operand: Operand, operator: Operator, token: Token): Test | string {
  const { shape } = operand
  if (operator === 'contains') return containsTest(shape, token)
  if (operator === 'matches') return matchesTest(shape, token)
  if (shape === 'ip' && token.text.includes('/')) return prefixTest(operator, token)
  const wanted = wantedValue(operand, token)
  return typeof wanted === 'object' && 'problem' in wanted ? wanted.problem : relationTest(operator, wanted)
}

/** Returns a test whether a value has that relation to another of its kind. */
export function relationTest(operator: Relation, wanted: FieldValue): Test {
  if (operator === '==')
    return typeof wanted === 'object' ? (value) => compare(value, wanted) === 0 : (value) => value === wanted
  if (operator === '!=')
    return typeof wanted === 'object' ? (value) => compare(value, wanted) !== 0 : (value) => value !== wanted
  if (operator === '<') return (value) => compare(value, wanted) < 0
  if (operator === '<=') return (value) => compare(value, wanted) <= 0
  if (operator === '>') return (value) => compare(value, wanted) > 0
  return (value) => compare(value, wanted) >= 0
}

/** Compares values; addresses are ordered by their bytes, like bytes. */
function compare(a: FieldValue, b: FieldValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [first, second] = [orderedBytes(a), orderedBytes(b)]
  if (first === null || second === null) return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
  for (let i = 0; i < first.length && i < second.length; i++) if (first[i] !== second[i]) return first[i]! - second[i]!
  return first.length - second.length
}

function orderedBytes(value: FieldValue): Uint8Array | null {
  if (value instanceof Uint8Array) return value
  return typeof value === 'string' ? (parseIpAddress(value) ?? parseMacAddress(value)) : null
}

type Wanted = FieldValue | { readonly problem: string }

function wantedValue({ shape, meanings }: Operand, token: Token): Wanted {
  if (shape === 'ip') return wordValue(token, ipAddressFrom(token.text), 'an address')
  if (shape === 'mac') return wordValue(token, macText(token.text), 'a MAC address')
  if (shape === 'bytes') return bytesOf(token) ?? problem(token, 'neither a string in quotes nor bytes (68:65:6c)')
  if (shape === 'text')
    return token.kind === 'string' ? token.text : { problem: `${quoted(token)} is no text: write it in quotes` }
  const named = Object.entries(meanings ?? {}).find(([, meaning]) => meaning === token.text)
  return named === undefined ? (numberOf(token, shape) ?? problem(token, 'not a number')) : Number(named[0])
}

function wordValue(token: Token, value: string | null, what: string): Wanted {
  return token.kind === 'word' && value !== null ? value : problem(token, `not ${what}`)
}

function problem(token: Token, what: string): { problem: string } {
  return { problem: `${quoted(token)} is ${what}` }
}

function quoted({ text }: Token): string {
  return JSON.stringify(text)
}

function macText(text: string): string | null {
  const bytes = parseMacAddress(text)
  return bytes === null ? null : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}

/** Parses a number: decimal, hexadecimal, octal or binary; times with a fraction; flags also as `true` and `false`. */
export function numberOf(token: Token, shape: FieldShape): number | null {
  if (token.kind !== 'word') return null
  const { text } = token
  if (/^true$/i.test(text)) return 1
  if (/^false$/i.test(text)) return 0
  if (/^-?0[0-7]+$/.test(text)) return Number.parseInt(text, 8)
  const pattern = shape === 'seconds' ? /^-?\d+(\.\d+)?$/ : /^(-?\d+|0x[0-9a-f]+|0b[01]+)$/i
  return pattern.test(text) ? Number(text) : null
}

/** Returns a test whether an address is in a prefix, or an error message. */
function prefixTest(operator: Relation, token: Token): Test | string {
  const prefix = token.kind === 'word' ? parsePrefix(token.text) : null
  if (prefix === null) return `${quoted(token)} is not an address`
  if (operator === '==') return (value) => prefixContains(prefix, value as string)
  if (operator === '!=') return (value) => !prefixContains(prefix, value as string)
  return `${operator} does not apply to a prefix`
}

function containsTest(shape: FieldShape, token: Token): Test | string {
  if (shape === 'text' && token.kind === 'string') return (value) => String(value).includes(token.text)
  if (shape !== 'bytes') return 'contains looks into bytes: a protocol, or a field such as tcp.payload'
  const wanted = bytesOf(token)
  if (wanted === null) return `${quoted(token)} is neither a string in quotes nor bytes (68:65:6c)`
  return (value) => value instanceof Uint8Array && indexOfBytes(value, wanted) >= 0
}

/** Returns a test by a regular expression over the value's text, one character per byte, case-insensitive, as in Wireshark. */
function matchesTest(shape: FieldShape, token: Token): Test | string {
  if (shape !== 'text' && shape !== 'bytes') return 'matches looks into text or bytes'
  if (token.kind !== 'string') return 'matches takes a regular expression in quotes'
  try {
    const pattern = new RegExp(token.text, 'is')
    return (value) => pattern.test(value instanceof Uint8Array ? latin1(value) : String(value))
  } catch {
    return `${quoted(token)} is not a regular expression`
  }
}

export function bytesOf(token: Token): Uint8Array | null {
  if (token.kind === 'string') return Uint8Array.from(token.text, (character) => character.charCodeAt(0))
  if (!/^[0-9a-fA-F]{2}([:.-]?[0-9a-fA-F]{2})*$/.test(token.text)) return null
  return Uint8Array.from(token.text.match(/[0-9a-fA-F]{2}/g)!, (pair) => Number.parseInt(pair, 16))
}

export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** Returns the index of `wanted` in `bytes`, or -1. */
function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number {
  if (wanted.length === 0) return 0
  for (let start = bytes.indexOf(wanted[0]!); start >= 0; start = bytes.indexOf(wanted[0]!, start + 1)) {
    let i = 1
    while (i < wanted.length && bytes[start + i] === wanted[i]) i++
    if (i === wanted.length) return start
  }
  return -1
}
