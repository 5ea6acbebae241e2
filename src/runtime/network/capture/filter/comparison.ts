/** One comparison of a field with a value: which values are possible for which field, and what the operators mean for them. */
import { formatMacAddress, ipAddressFrom, parseMacAddress, parsePrefix, prefixContains } from '../../address/index.ts'
import type { FieldShape, FieldValue } from '../../wire/index.ts'
import type { Token } from './tokens.ts'

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches'

/** Whether one value of a field satisfies the comparison. */
export type Test = (value: FieldValue) => boolean

/** The test for `==` and its kin, or a text that says what is wrong with the value. */
export function comparisonTest(shape: FieldShape, operator: Operator, token: Token): Test | string {
  if (operator === 'contains') return containsTest(shape, token)
  if (operator === 'matches') return matchesTest(token)
  if (shape === 'ip') return addressTest(operator, token)
  if (shape === 'mac') return macTest(operator, token)
  if (shape === 'bytes') return bytesTest(operator, token)
  if (shape === 'text') return textTest(operator, token)
  return numberTest(operator, token)
}

function numberTest(operator: Operator, token: Token): Test | string {
  const wanted = numberOf(token)
  if (wanted === null) return `${JSON.stringify(token.text)} is not a number`
  const tests: Record<string, Test> = {
    '==': (value) => value === wanted,
    '!=': (value) => value !== wanted,
    '<': (value) => (value as number) < wanted,
    '<=': (value) => (value as number) <= wanted,
    '>': (value) => (value as number) > wanted,
    '>=': (value) => (value as number) >= wanted,
  }
  return tests[operator]!
}

/** Decimal or hexadecimal; flags also as `true` and `false`. */
function numberOf(token: Token): number | null {
  if (token.kind !== 'word') return null
  if (/^true$/i.test(token.text)) return 1
  if (/^false$/i.test(token.text)) return 0
  return /^(\d+|0x[0-9a-fA-F]+)$/.test(token.text) ? Number(token.text) : null
}

/** An address, or a prefix that it lies in. */
function addressTest(operator: Operator, token: Token): Test | string {
  const prefix = token.kind === 'word' ? parsePrefix(token.text) : null
  if (prefix === null) return `${JSON.stringify(token.text)} is not an address`
  const isIn: Test = token.text.includes('/')
    ? (value) => prefixContains(prefix, value as string)
    : equalTo(ipAddressFrom(token.text)!)
  return equality(operator, isIn, 'an address')
}

function macTest(operator: Operator, token: Token): Test | string {
  const bytes = token.kind === 'word' ? parseMacAddress(token.text) : null
  if (bytes === null) return `${JSON.stringify(token.text)} is not a MAC address`
  return equality(operator, equalTo(formatMacAddress(bytes)), 'a MAC address')
}

function bytesTest(operator: Operator, token: Token): Test | string {
  const wanted = bytesOf(token)
  if (wanted === null) return `${JSON.stringify(token.text)} is neither a string in quotes nor bytes (68:65:6c)`
  const isEqual: Test = (value) =>
    value instanceof Uint8Array && value.length === wanted.length && indexOfBytes(value, wanted) === 0
  return equality(operator, isEqual, 'bytes')
}

function textTest(operator: Operator, token: Token): Test | string {
  if (token.kind !== 'string') return `${JSON.stringify(token.text)} is no text: write it in quotes`
  return equality(operator, equalTo(token.text), 'text')
}

function equalTo(wanted: string): Test {
  return (value) => value === wanted
}

function equality(operator: Operator, isEqual: Test, what: string): Test | string {
  if (operator === '==') return isEqual
  if (operator === '!=') return (value) => !isEqual(value)
  return `${operator} does not apply to ${what}`
}

function containsTest(shape: FieldShape, token: Token): Test | string {
  if (shape === 'text' && token.kind === 'string') return (value) => String(value).includes(token.text)
  if (shape !== 'bytes') return 'contains looks into bytes: a protocol, or a field such as tcp.payload'
  const wanted = bytesOf(token)
  if (wanted === null) return `${JSON.stringify(token.text)} is neither a string in quotes nor bytes (68:65:6c)`
  return (value) => value instanceof Uint8Array && indexOfBytes(value, wanted) >= 0
}

/** A regular expression over the value's text, one character per byte, in either case, as Wireshark's. */
function matchesTest(token: Token): Test | string {
  if (token.kind !== 'string') return 'matches takes a regular expression in quotes'
  try {
    const pattern = new RegExp(token.text, 'is')
    return (value) => pattern.test(value instanceof Uint8Array ? latin1(value) : String(value))
  } catch {
    return `${JSON.stringify(token.text)} is not a regular expression`
  }
}

function bytesOf(token: Token): Uint8Array | null {
  if (token.kind === 'string') return Uint8Array.from(token.text, (character) => character.charCodeAt(0))
  if (!/^[0-9a-fA-F]{2}([:.-]?[0-9a-fA-F]{2})*$/.test(token.text)) return null
  return Uint8Array.from(token.text.match(/[0-9a-fA-F]{2}/g)!, (pair) => Number.parseInt(pair, 16))
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

/** Where `wanted` begins in `bytes`, or -1. */
function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let start = 0; start + wanted.length <= bytes.length; start++) {
    let i = 0
    while (i < wanted.length && bytes[start + i] === wanted[i]) i++
    if (i === wanted.length) return start
  }
  return -1
}
