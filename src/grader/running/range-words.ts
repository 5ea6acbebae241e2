import { formatDuration, showValue } from '#lab'
import { Between } from '../plan/index.ts'

/** The value that came. A time outside a range has a unit, as the ends of the range have. */
export const seenWords = ({ actual, expected }: { actual?: unknown; expected?: unknown }): string =>
  expected instanceof Between && typeof actual === 'number'
    ? formatDuration(Math.round(actual * 1000) / 1000)
    : showValue(actual)

/** The value that was wanted, or the range. */
export const wantedWords = (expected: unknown): string =>
  expected instanceof Between ? expected.words : showValue(expected)
