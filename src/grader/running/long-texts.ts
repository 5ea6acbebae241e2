import { showValue } from '#lab'

/** Length beyond which a reader can't spot the difference. */
const LONG = 60
/** Shortest common beginning that is worth a mention. */
const LEAST_SHARED = 20
const BEFORE = 30
const MOST_SHOWN = 2_000

/** Returns the index of the first difference of two texts. */
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

/** Shortens two texts for a report: of long ones it keeps the part around their difference. */
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
