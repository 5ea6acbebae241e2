import { type Data, type Duration, formatDuration, milliseconds } from '#lab'
import { Between, Finding, toleranceOf } from '../plan/index.ts'
import { type PacketMatchers, packetMatchers } from './packets/index.ts'
import { type WorkMatchers, workMatchers } from './work.ts'

export interface LabMatchers<R = unknown> extends PacketMatchers<R>, WorkMatchers<R> {
  /** Within the backend's tolerance of a time or duration. */
  toBeAbout(expected: Duration): R
  /** At most; adds the tolerance. */
  toBeWithin(limit: Duration): R
  /** Between two times, with the tolerance at both ends. */
  toBeBetween(least: Duration, most: Duration): R
  /** Bytes, shown as hex with the first difference marked. */
  toEqualBytes(expected: Data): R
  /** The first bytes. */
  toStartWithBytes(expected: Data): R
  /** Anywhere in the value. */
  toContainBytes(expected: Data): R
  /** These bytes at an offset from the start. */
  toHaveBytesAt(offset: number, expected: Data): R
}

declare module '@vitest/expect' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends LabMatchers<R> {}
}

interface MatcherResult {
  pass: boolean
  message(): string
  actual: unknown
  expected: unknown
}

export const labMatchers = {
  ...packetMatchers,
  ...workMatchers,

  toBeAbout(received: unknown, expected: Duration): MatcherResult {
    const wanted = milliseconds(expected)
    const allowed = toleranceOf(expected)
    const pass = typeof received === 'number' && Math.abs(received - wanted) <= allowed
    const message = () =>
      `expected ${showTime(received)} ${pass ? 'not ' : ''}to be about ${formatDuration(wanted)} (± ${formatDuration(round(allowed))})`
    return { pass, message, actual: received, expected: wanted }
  },

  toBeWithin(received: unknown, limit: Duration): MatcherResult {
    const most = milliseconds(limit)
    const pass = typeof received === 'number' && received <= most + toleranceOf(limit)
    const message = () => `expected ${showTime(received)} ${pass ? 'not ' : ''}to be within ${formatDuration(most)}`
    return { pass, message, actual: received, expected: most }
  },

  toBeBetween(received: unknown, least: Duration, most: Duration): MatcherResult {
    const [from, to] = [milliseconds(least), milliseconds(most)]
    const pass =
      typeof received === 'number' && received >= from - toleranceOf(least) && received <= to + toleranceOf(most)
    const expected = `between ${formatDuration(from)} and ${formatDuration(to)}`
    const message = () => `expected ${showTime(received)} ${pass ? 'not ' : ''}to be ${expected}`
    return { pass, message, actual: received, expected: new Between(from, to, expected) }
  },

  toEqualBytes(received: unknown, expected: Data): MatcherResult {
    return compareBytes(received, bytesOf(expected), (actual) => actual, 'the bytes differ')
  },

  toStartWithBytes(received: unknown, expected: Data): MatcherResult {
    const wanted = bytesOf(expected)
    return compareBytes(received, wanted, (actual) => actual.subarray(0, wanted.length), 'the first bytes differ')
  },

  toHaveBytesAt(received: unknown, offset: number, expected: Data): MatcherResult {
    const wanted = bytesOf(expected)
    const part = (actual: Uint8Array) => actual.subarray(offset, offset + wanted.length)
    return compareBytes(received, wanted, part, `the bytes from ${offset} on differ`)
  },

  toContainBytes(received: unknown, expected: Data): MatcherResult {
    const wanted = bytesOf(expected)
    const actual = receivedBytes(received)
    const pass = actual !== null && containsBytes(actual, wanted)
    const sentence =
      actual === null
        ? notBytes(received)
        : `Expected ${pass ? 'no' : 'the'} bytes ${hexAround(wanted, -1)} somewhere in ${hexAround(actual, -1)}.`
    const seen = actual === null ? typeof received : toHex(actual)
    return found(pass, sentence, toHex(wanted), seen)
  },
}

function compareBytes(
  received: unknown,
  wanted: Uint8Array,
  part: (actual: Uint8Array) => Uint8Array,
  what: string,
): MatcherResult {
  const whole = receivedBytes(received)
  if (whole === null) return found(false, notBytes(received), toHex(wanted), typeof received)
  const actual = part(whole)
  const at = firstDifference(actual, wanted)
  const sentence =
    at < 0
      ? `expected other bytes than ${hexAround(wanted, 0)}`
      : `${what} at ${at}: expected ${hexAround(wanted, at)}, received ${hexAround(actual, at)}`
  const [seen, expected] = [toHex(actual), toHex(wanted)]
  const values = { expected: cut(expected), actual: cut(seen), firstDifference: 3 * Math.max(0, at) }
  const compared = { actual, expected: wanted }
  const finding = new Finding({ sentence: `${sentence}.`, expected, seen, values, compared, wantsSubject: true })
  return { pass: at < 0, message: () => sentence, actual: finding, expected }
}

function found(pass: boolean, sentence: string, expected: string, seen: string): MatcherResult {
  return {
    pass,
    message: () => sentence,
    actual: new Finding({ sentence, expected, seen, wantsSubject: true }),
    expected,
  }
}

const receivedBytes = (received: unknown) =>
  received instanceof Uint8Array || typeof received === 'string' ? bytesOf(received) : null
const cut = (text: string) => text.slice(0, 2_000)
const notBytes = (received: unknown) => `expected bytes, received ${typeof received}`

function containsBytes(whole: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= whole.length; at++)
    if (part.every((byte, i) => whole[at + i] === byte)) return true
  return false
}

const round = (ms: number) => Math.round(ms * 1000) / 1000
const showTime = (value: unknown) => (typeof value === 'number' ? formatDuration(round(value)) : String(value))
const bytesOf = (data: Data): Uint8Array => (typeof data === 'string' ? new TextEncoder().encode(data) : data)
const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i
  return a.length === b.length ? -1 : length
}

/** Eight bytes before and after, the one at `at` in brackets. */
function hexAround(bytes: Uint8Array, at: number): string {
  const from = Math.max(0, at - 8)
  const shown = Array.from(bytes.subarray(from, at + 8), (byte, i) => {
    const text = byte.toString(16).padStart(2, '0')
    return from + i === at ? `[${text}]` : text
  })
  const end = at >= bytes.length ? ' [end]' : bytes.length > at + 8 ? ' …' : ''
  return `${from > 0 ? '… ' : ''}${shown.join(' ')}${end} (${bytes.length} bytes)`
}
