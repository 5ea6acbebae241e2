/** Finds the first difference of two values, and describes it for a learner. */
import { showValue } from '#lab'
import type { Evidence } from '../report/index.ts'
import { capitalised } from './chai-words.ts'
import { aroundDifference, longTextsPart } from './long-texts.ts'

export interface Parting {
  sentence: string
  /** Both texts, if the values that differ are texts. */
  values?: Evidence['values']
}

/** A path within a value: `answer`, then 0, then `ttl`. */
type Path = readonly (string | number)[]

interface Place {
  path: Path
  actual: unknown
}
type Difference =
  | (Place & { kind: 'other'; expected: unknown })
  | (Place & { kind: 'missing'; expected: unknown })
  | (Place & { kind: 'extra' })
  | (Place & { kind: 'too many'; most: number })

/** Returns the first place where the received value differs from the expected one, or null. `subject`: the author's words for the received value. */
export function partingOf(actual: unknown, expected: unknown, subject: string | null = null): Parting | null {
  const difference = differenceIn(actual, expected, [])
  if (!difference) return null
  const sentence = sentenceOf(difference, Array.isArray(expected) ? expected.length : null, subject)
  if (difference.kind !== 'other') return { sentence }
  const { actual: seen, expected: wanted } = difference
  if (typeof seen !== 'string' || typeof wanted !== 'string') return { sentence }
  return { sentence, values: aroundDifference(seen, wanted) }
}

function differenceIn(actual: unknown, expected: unknown, path: Path): Difference | null {
  if (Array.isArray(actual) && Array.isArray(expected)) return differenceInLists(actual, expected, path)
  if (isPlain(actual) && isPlain(expected)) return differenceInObjects(actual, expected, path)
  return isSame(actual, expected) ? null : { kind: 'other', path, actual, expected }
}

function differenceInLists(actual: unknown[], expected: unknown[], path: Path): Difference | null {
  for (const [i, item] of expected.entries()) {
    const place = [...path, i]
    if (i >= actual.length) return { kind: 'missing', path: place, actual: undefined, expected: item }
    // A list in a list is shown as one value: it is short, and a path into it says less.
    const isList = Array.isArray(item) && Array.isArray(actual[i])
    if (isList && isSame(actual[i], item)) continue
    const inner = isList
      ? ({ kind: 'other', path: place, actual: actual[i], expected: item } as const)
      : differenceIn(actual[i], item, place)
    if (inner) return inner
  }
  return actual.length > expected.length ? { kind: 'too many', path, actual, most: expected.length } : null
}

type Plain = Record<string, unknown>

function differenceInObjects(actual: Plain, expected: Plain, path: Path): Difference | null {
  for (const [key, wanted] of Object.entries(expected)) {
    const place = [...path, key]
    if (wanted !== undefined && actual[key] === undefined)
      return { kind: 'missing', path: place, actual: undefined, expected: wanted }
    const inner = differenceIn(actual[key], wanted, place)
    if (inner) return inner
  }
  const extra = Object.keys(actual).find((key) => actual[key] !== undefined && !(key in expected))
  return extra === undefined ? null : { kind: 'extra', path: [...path, extra], actual: actual[extra] }
}

const isPlain = (value: unknown): value is Plain => Object.prototype.toString.call(value) === '[object Object]'

function isSame(actual: unknown, expected: unknown): boolean {
  if (actual instanceof Uint8Array && expected instanceof Uint8Array)
    return actual.length === expected.length && actual.every((byte, i) => byte === expected[i])
  const { asymmetricMatch } = (expected ?? {}) as { asymmetricMatch?: (value: unknown) => boolean }
  if (asymmetricMatch) return asymmetricMatch.call(expected, actual)
  return (
    Object.is(actual, expected) ||
    (typeof actual === 'object' && showValue(actual, 10_000) === showValue(expected, 10_000))
  )
}

/**
 * `Received rcode 3, expected 0.`; for a list of `length` values, `Value 2 of 3 is 'x', expected 'b'.`; and with a subject
 * `The answer has rcode 3, expected 0.`, `The lines: value 2 of 3 is 'x', expected 'b'.`
 */
function sentenceOf(difference: Difference, length: number | null, subject: string | null): string {
  const { path, actual } = difference
  const claim = path.length === 0 && subject !== null ? claimOf(difference, subject) : null
  if (claim) return claim
  const [first, ...rest] = path
  const isItem = length !== null && typeof first === 'number'
  const name = named(isItem ? rest : path)
  const place = isItem ? `${subject === null ? 'value' : 'number'} ${first + 1} of ${length}` : ''
  const verb = isItem || subject !== null ? (name === '' ? 'is' : 'has') : 'received'
  const whole = isItem ? [subject === null ? '' : `${subject}:`, place] : [subject ?? '']
  const begin = (...words: string[]) => capitalised([...whole, ...words].filter(Boolean).join(' '))
  if (difference.kind === 'other') {
    const long = longPart(difference)
    if (long && (isItem || subject !== null)) return `${begin(name)}: ${long}.`
    return `${begin(verb, name, long ?? `${shown(actual)}, expected ${shown(difference.expected)}`)}.`
  }
  if (difference.kind === 'extra') return `${begin(verb, name, shown(actual))}, expected none.`
  if (difference.kind === 'missing')
    return name === ''
      ? `${begin('is missing:')} expected ${shown(difference.expected)}.`
      : `${begin(verb, `no ${name}`)}, expected ${shown(difference.expected)}.`
  const [many, few] = [(actual as unknown[]).length, difference.most]
  const where = name === '' ? '' : ` in ${name}`
  const has = isItem || subject !== null ? 'has' : 'received'
  return `${begin(has)} ${many} value${many === 1 ? '' : 's'}${where} where ${few} ${few === 1 ? 'was' : 'were'} expected.`
}

const longPart = ({ actual, expected }: { actual: unknown; expected: unknown }) =>
  typeof actual === 'string' && typeof expected === 'string' ? longTextsPart(actual, expected) : null

/** The author's words for a truth are a whole sentence: `Not so: the client ends the connection.` */
function claimOf(difference: Difference, subject: string): string | null {
  if (difference.kind !== 'other' || typeof difference.actual !== 'boolean') return null
  if (difference.expected === true) return `Not so: ${subject}.`
  return difference.expected === false ? `It should not be so: ${subject}.` : null
}

/** Shows lists in brackets: a value and a list of one are not the same. */
const shown = (value: unknown) => (Array.isArray(value) ? `[${showValue(value)}]` : showValue(value))

/** `answer[0].ttl` */
const named = (path: Path): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('')
