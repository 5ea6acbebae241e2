/**
 * Encoding of values between a test and the process of a `load()`ed module: JSON text, with marks for what JSON lacks.
 * Data goes by value; an object with methods stays where it is and is sent as a number. The driver and the test's side
 * share this code; it imports nothing.
 */
export type EncodedValue =
  | null
  | boolean
  | number
  | string
  | { undefined: true }
  | { number: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { bigint: string }
  /** Milliseconds since 1970; null for an invalid date (JSON has no NaN). */
  | { date: number | null }
  | { bytes: string }
  | { list: EncodedValue[] }
  | { map: [EncodedValue, EncodedValue][] }
  | { set: EncodedValue[] }
  | { object: [string, EncodedValue][] }
  | { ref: number; methods: string[] }
  | { error: EncodedError }

export interface EncodedError {
  name: string
  message: string
  code?: string
  stack?: string
  errors?: EncodedError[]
  /** Other data properties that the program put on the error. */
  own?: [string, EncodedValue][]
}

/** Names an object with methods instead of copying it; null where that side has no such objects. */
export type ReferenceOf = (value: object) => { ref: number; methods: string[] } | null
/** The inverse: the object or proxy behind a number. */
export type Dereference = (ref: number, methods: string[]) => unknown

/** Throws a TypeError for what cannot travel: a function, a symbol, a cycle. */
export function encodeValue(value: unknown, referenceOf: ReferenceOf, open: readonly object[] = []): EncodedValue {
  if (value === undefined) return { undefined: true }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return encodeNumber(value)
  if (typeof value === 'bigint') return { bigint: String(value) }
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} cannot cross between a test and a program`)
  if (open.includes(value)) throw new TypeError('a circular object cannot cross between a test and a program')
  return encodeObject(value, referenceOf, [...open, value])
}

function encodeNumber(value: number): EncodedValue {
  if (Object.is(value, -0)) return { number: '-0' }
  return Number.isFinite(value) ? value : { number: String(value) as 'NaN' }
}

function encodeObject(value: object, referenceOf: ReferenceOf, open: readonly object[]): EncodedValue {
  const inner = (part: unknown) => encodeValue(part, referenceOf, open)
  if (value instanceof Uint8Array) return { bytes: toBase64(value) }
  if (value instanceof Date) return { date: Number.isNaN(value.getTime()) ? null : value.getTime() }
  if (value instanceof Error) return { error: encodeError(value) }
  if (Array.isArray(value)) return { list: Array.from(value, inner) }
  if (value instanceof Map) return { map: [...value].map(([key, part]) => [inner(key), inner(part)]) }
  if (value instanceof Set) return { set: [...value].map(inner) }
  const reference = referenceOf(value)
  if (reference) return reference
  return { object: Object.entries(value).map(([key, part]) => [key, inner(part)]) }
}

/** Data of an error thrown by a program, for a test. */
export function encodeError(error: unknown): EncodedError {
  if (!(error instanceof Error)) return { name: 'Error', message: `thrown: ${String(error)}` }
  const { code, errors } = error as { code?: unknown; errors?: unknown }
  return {
    name: textOf(error.name),
    message: textOf(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: String(error.stack) }),
    ...(Array.isArray(errors) && { errors: errors.slice(0, 8).map(encodeError) }),
    ...ownData(error),
  }
}

/** A program may have put anything there. */
function textOf(part: unknown): string {
  if (typeof part === 'string') return part
  try {
    return String(part)
  } catch {
    return `a ${typeof part}`
  }
}

const KNOWN_PARTS = new Set(['name', 'message', 'code', 'stack', 'errors'])

/** Omits values that cannot travel: an error must arrive in any case. */
function ownData(error: Error): { own?: [string, EncodedValue][] } {
  const own: [string, EncodedValue][] = []
  for (const [key, part] of Object.entries(error)) {
    if (KNOWN_PARTS.has(key)) continue
    try {
      own.push([key, encodeValue(part, () => null)])
    } catch {}
  }
  return own.length > 0 ? { own } : {}
}

export function decodeError({ name, message, code, stack, errors, own = [] }: EncodedError): Error {
  const error: Error & { code?: string; errors?: Error[] } = new Error(message)
  error.name = name
  if (code !== undefined) error.code = code
  if (stack !== undefined) error.stack = stack
  if (errors) error.errors = errors.map(decodeError)
  defineParts(error, own, () => undefined)
  return error
}

export function decodeValue(encoded: EncodedValue, dereference: Dereference): unknown {
  const inner = (part: EncodedValue) => decodeValue(part, dereference)
  if (encoded === null || typeof encoded !== 'object') return encoded
  if ('undefined' in encoded) return undefined
  if ('number' in encoded) return Number(encoded.number)
  if ('bigint' in encoded) return BigInt(encoded.bigint)
  if ('date' in encoded) return new Date(encoded.date ?? NaN)
  if ('bytes' in encoded) return fromBase64(encoded.bytes)
  if ('list' in encoded) return encoded.list.map(inner)
  if ('map' in encoded) return new Map(encoded.map.map(([key, part]) => [inner(key), inner(part)]))
  if ('set' in encoded) return new Set(encoded.set.map(inner))
  if ('ref' in encoded) return dereference(encoded.ref, encoded.methods)
  if ('error' in encoded) return decodeError(encoded.error)
  const object: Record<string, unknown> = {}
  defineParts(object, encoded.object, dereference)
  return object
}

/** A key named __proto__ must become a key, not the object's prototype. */
function defineParts(object: object, parts: readonly [string, EncodedValue][], dereference: Dereference): void {
  for (const [key, part] of parts) {
    const value = decodeValue(part, dereference)
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(text)
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}
