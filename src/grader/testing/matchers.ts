import { type Data, type Duration, formatDuration, milliseconds } from '../../runtime/lab/index.ts'
import { toleranceOf } from '../plan/index.ts'

export interface LabMatchers<R = unknown> {
  /** Within the backend's tolerance of a time or duration. */
  toBeAbout(expected: Duration): R
  /** At most; adds the tolerance. */
  toBeWithin(limit: Duration): R
  /** Bytes, shown as hex with the first difference marked. */
  toEqualBytes(expected: Data): R
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

  toEqualBytes(received: unknown, expected: Data): MatcherResult {
    const wanted = bytesOf(expected)
    const actual = received instanceof Uint8Array || typeof received === 'string' ? bytesOf(received) : null
    const at = actual ? firstDifference(actual, wanted) : 0
    const pass = actual !== null && at < 0
    const message = () =>
      actual === null
        ? `expected bytes, received ${typeof received}`
        : pass
          ? `expected other bytes than ${hexAround(wanted, 0)}`
          : `the bytes differ at ${at}: expected ${hexAround(wanted, at)}, received ${hexAround(actual, at)}`
    return { pass, message, actual: actual && toHex(actual), expected: toHex(wanted) }
  },
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
