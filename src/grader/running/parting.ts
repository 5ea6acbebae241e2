/** What an assertion says, in words for a learner: where two values part, and what chai says without its own notation. */
import { showValue } from '../../runtime/lab/index.ts'
import type { Evidence } from '../report/index.ts'

export interface Parting {
  sentence: string
  /** Both texts, where it is texts that part. */
  values?: Evidence['values']
}

/** A place in a value: `answer`, then 0, then `ttl`. */
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

/** The first place in which what was received is not what was expected; null where none is found. */
export function partingOf(actual: unknown, expected: unknown): Parting | null {
  const difference = differenceIn(actual, expected, [])
  if (!difference) return null
  const sentence = sentenceOf(difference, Array.isArray(expected) ? expected.length : null)
  if (difference.kind !== 'other') return { sentence }
  const { actual: seen, expected: wanted } = difference
  if (typeof seen !== 'string' || typeof wanted !== 'string') return { sentence }
  const values = {
    expected: wanted.slice(0, MOST_SHOWN),
    actual: seen.slice(0, MOST_SHOWN),
    firstDifference: firstDifference(seen, wanted),
  }
  return { sentence, values }
}

const MOST_SHOWN = 2_000

function differenceIn(actual: unknown, expected: unknown, path: Path): Difference | null {
  if (Array.isArray(actual) && Array.isArray(expected)) return differenceInLists(actual, expected, path)
  if (isPlain(actual) && isPlain(expected)) return differenceInObjects(actual, expected, path)
  return isSame(actual, expected) ? null : { kind: 'other', path, actual, expected }
}

function differenceInLists(actual: unknown[], expected: unknown[], path: Path): Difference | null {
  for (const [i, item] of expected.entries()) {
    const place = [...path, i]
    if (i >= actual.length) return { kind: 'missing', path: place, actual: undefined, expected: item }
    // A list in a list is one value: it is short, and a place in it says less.
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

/** `Received rcode 3, expected 0.`; of a list, which has `length` values, `Value 2 of 3 is 'x', expected 'b'.` */
function sentenceOf(difference: Difference, length: number | null): string {
  const { path, actual } = difference
  const [first, ...rest] = path
  const [place, name] =
    length !== null && typeof first === 'number' ? [`Value ${first + 1} of ${length}`, named(rest)] : ['', named(path)]
  const verb = place === '' ? 'Received' : `${place} ${name === '' ? 'is' : 'has'}`
  const before = name === '' ? verb : `${verb} ${name}`
  if (difference.kind === 'other') return `${before} ${shown(actual)}, expected ${shown(difference.expected)}.`
  if (difference.kind === 'extra') return `${before} ${shown(actual)}, expected none.`
  if (difference.kind === 'missing')
    return `${name === '' ? `${place} is missing:` : `${verb} no ${name},`} expected ${shown(difference.expected)}.`
  const [many, few] = [(actual as unknown[]).length, difference.most]
  const where = name === '' ? '' : ` in ${name}`
  return `Received ${many} value${many === 1 ? '' : 's'}${where} where ${few} ${few === 1 ? 'was' : 'were'} expected.`
}

/** Lists in brackets: a value and a list of one are not the same. */
const shown = (value: unknown) => (Array.isArray(value) ? `[${showValue(value)}]` : showValue(value))

/** `answer[0].ttl` */
const named = (path: Path): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('')

function firstDifference(a: string, b: string): number {
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  return i
}

/** Chai's notation, and what is said instead. */
const SAID: readonly [RegExp, string][] = [
  [/ \/\/ Object\.is equality$/, ''],
  [/(?<![\w'".])\+0(?!\w)/g, '0'],
  [/\bto (not )?(?:deeply|strictly) equal\b/, 'to $1equal'],
  [/^expected \[Function.*?\] to throw an error$/, 'expected an error, but received none'],
  [/^expected \[Function.*?\] to throw error (.+) but got (.+)$/, 'expected an error $1, but received $2'],
  [/, received difference is \S+, but expected (\S+)$/, ' (± $1)'],
]

/** The first line of what chai says, in plain words. */
export function plainly(message: string): string {
  const line = message.split('\n')[0]!.replace(/\.$/, '')
  return SAID.reduce((text, [notation, words]) => text.replace(notation, words), line)
}
