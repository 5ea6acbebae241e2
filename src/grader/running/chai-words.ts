/** Rewords assertion messages without chai's notation; if the author said what was compared, as the rest of a sentence about that. */
import { showValue } from '#lab'

/** Chai's notation, and its replacement. */
const SAID: readonly [RegExp, string][] = [
  [/ \/\/ Object\.is equality$/, ''],
  [/(?<![\w'".])\+0(?!\w)/g, '0'],
  [/\bto (not )?(?:deeply|strictly) equal\b/, 'to $1equal'],
  [/^expected \[Function.*?\] to throw an error$/, 'expected an error, but received none'],
  [/^expected \[Function.*?\] to throw error (.+) but got (.+)$/, 'expected an error $1, but received $2'],
  [/, received difference is \S+, but expected (\S+)$/, ' (± $1)'],
]

/** The first line of chai's message, in plain words. */
export function plainly(message: string): string {
  const line = message.split('\n')[0]!.replace(/\.$/, '')
  return SAID.reduce((text, [notation, words]) => text.replace(notation, words), line)
}

/** Chai's pattern for what a value should be: the value, a `not` before or after `to`, and the rest. */
const SHOULD =
  /^expected (.+?) (not )?to (not )?(be|match|include|have a length of|equal|strictly equal|contain)\b ?(.*)$/s

/** Replacements for the rest, after "expected" or, if negated, after "expected not". */
const RESTS: readonly [RegExp, string][] = [
  [/^be (?:at least|greater than or equal to) (.+)$/, 'at least $1'],
  [/^be (?:at most|less than or equal to|within) (.+)$/, 'at most $1'],
  [/^be (?:above|greater than) (.+)$/, 'more than $1'],
  [/^be (?:below|less than) (.+)$/, 'less than $1'],
  [/^be close to (.+)$/, 'about $1'],
  [/^(?:include|contain) (.+)$/, '$1 in it'],
  [/^(?:be|equal|strictly equal) (.+)$/, '$1'],
  [/^match .*$/, 'another form'],
]

/**
 * `is 62 ms, expected about 60 ms (± 1 ms)`: the result of `plainly` as the rest of a sentence that begins with what was compared. Null for
 * messages of another form.
 */
export function aboutSubject(said: string, actual: unknown): string | null {
  const [, shown, notBefore, notAfter, verb, rest] = SHOULD.exec(said) ?? []
  if (shown === undefined) return null
  const isNot = notBefore !== undefined || notAfter !== undefined
  const length = /^(\d+) but got (\d+)$/.exec(rest!)
  if (verb === 'have a length of' && length) return `${ofLength(shown, length[2]!)}, expected ${length[1]}`
  const value = typeof actual === 'string' ? showValue(actual) : shown
  const should = RESTS.reduce<string | null>(
    (found, [pattern, words]) =>
      found ?? (pattern.test(`${verb} ${rest}`) ? `${verb} ${rest}`.replace(pattern, words) : null),
    null,
  )
  if (should === null) return null
  if (!isNot) return `is ${value}, expected ${should}`
  if (verb === 'match') return `is ${value}, expected another`
  return verb === 'be' || verb === 'equal'
    ? `is ${value}, which it should not be`
    : `is ${value}, expected not ${should}`
}

/** Unit of a length, from the way chai shows the value: an error about a length has only the number. */
function ofLength(shown: string, length: string): string {
  const noun = /^['"]/.test(shown) ? 'character' : /^(Buffer|Uint8Array)\b/.test(shown) ? 'byte' : 'value'
  return `has ${length} ${noun}${length === '1' ? '' : 's'}`
}

/** A literal text, and which part of the compared text it must be. */
export interface LiteralPattern {
  place: 'whole' | 'start' | 'end' | 'part'
  text: string
}

/** `/drained 1 killed 0\n$/` is a text and its place; null for any other pattern. */
export function literalPattern({ source, flags }: RegExp): LiteralPattern | null {
  if (flags.includes('i')) return null
  const [, start, middle, end] = /^(\^?)(.*?)((?<!\\)\$?)$/s.exec(source)!
  if (/(?<!\\)(?:\\\\)*[.*+?()[\]{}|^$]|\\[^n.*+?()[\]{}|^$\\/-]/.test(middle!)) return null
  const text = middle!.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
  const place = start && end ? 'whole' : start ? 'start' : end ? 'end' : 'part'
  return { place, text }
}

/** `ends with 'drained 0 killed 0⏎', expected 'drained 1 killed 0⏎'` */
export function literalClause(actual: string, { place, text }: LiteralPattern): string {
  const wanted = showValue(text)
  if (place === 'whole') return `is ${showValue(actual)}, expected ${wanted}`
  if (place === 'part') return `is ${showValue(actual)}, expected ${wanted} in it`
  if (actual === '') return `is empty, expected ${wanted} at its ${place}`
  if (place === 'start') return `begins with ${showValue(actual.slice(0, text.length))}, expected ${wanted}`
  return `ends with ${showValue(lastLines(actual, text))}, expected ${wanted}`
}

/** As many lines from the end as the expected text has. */
function lastLines(actual: string, text: string): string {
  const lines = actual.split('\n')
  return lines.slice(-text.split('\n').length).join('\n') || actual.slice(-text.length)
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
