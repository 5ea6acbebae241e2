import { showValue } from '#lab'

/** Of a longer text a reader looks for the difference in vain. */
const LONG = 60
/** Less than this both begin with is no help. */
const LEAST_SHARED = 20
const BEFORE = 30
const MOST_SHOWN = 2_000

/** The index at which two texts part. */
function firstDifference(a: string, b: string): number {
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  return i
}

/** `377,656 characters as expected, then nothing instead of 'BYE⏎'`; null for texts that can be shown whole, or differ from the start. */
export function longTextsPart(actual: string, expected: string): string | null {
  const shared = firstDifference(actual, expected)
  if (Math.max(actual.length, expected.length) <= LONG || shared < LEAST_SHARED) return null
  const [came, wanted] = [actual.slice(shared), expected.slice(shared)]
  return `${shared.toLocaleString('en-US')} characters as expected, then ${restOf(came)} instead of ${wanted === '' ? 'the end' : restOf(wanted)}`
}

const restOf = (text: string) => (text === '' ? 'nothing' : showValue(text))

/** Two texts as a report keeps them: of long ones what lies around their difference. */
export function aroundDifference(actual: string, expected: string) {
  const shared = firstDifference(actual, expected)
  const from = Math.max(actual.length, expected.length) > MOST_SHOWN || shared > LONG ? Math.max(0, shared - BEFORE) : 0
  const part = (text: string) => `${from > 0 ? '…' : ''}${text.slice(from, from + MOST_SHOWN)}`
  return {
    expected: part(expected),
    actual: part(actual),
    firstDifference: from > 0 ? shared - from + 1 : shared,
  }
}
