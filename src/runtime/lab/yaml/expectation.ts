import type { z } from 'zod'

type RawIssue = z.core.$ZodRawIssue

/**
 * Expectation of a zod issue, as a noun phrase: `a whole number`, `one of "pass", "drop"`. Passed to zod as its error
 * map, so that a schema's own message (`z.string().regex(…, 'a duration like "10ms"')`) takes precedence.
 */
export function expectation(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected as string] ?? String(issue.expected)
    case 'invalid_value':
      return oneOf(issue.values as unknown[])
    case 'invalid_union':
      return unionExpectation(issue)
    case 'invalid_format':
      return FORMATS[issue.format as string] ?? `text that matches ${issue.pattern ?? issue.format}`
    case 'too_small':
      return size('at least', issue.origin as string, issue.minimum as number, issue.inclusive !== false)
    case 'too_big':
      return size('at most', issue.origin as string, issue.maximum as number, issue.inclusive !== false)
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    default:
      return issue.message ?? 'something else'
  }
}

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map (key: value)',
  record: 'a map (key: value)',
  array: 'a list',
  tuple: 'a list',
  null: 'nothing',
}

const FORMATS: Record<string, string> = {
  ipv4: 'an IPv4 address like 10.0.0.1',
  ipv6: 'an IPv6 address like 2001:db8::1',
  cidrv4: 'an IPv4 address with a prefix length like 10.0.0.1/24',
  cidrv6: 'an IPv6 address with a prefix length like 2001:db8::1/64',
  safeint: 'a whole number',
  url: 'a URL',
  date: 'a date like 2026-01-31',
  datetime: 'a date and time like 2026-01-31T12:00:00Z',
}

const COUNTED: Record<string, string> = { string: ' characters', array: ' items', set: ' items', map: ' entries' }

function size(word: string, origin: string, limit: number, inclusive: boolean): string {
  const thing = origin === 'string' ? 'text of ' : origin === 'array' ? 'a list of ' : ''
  if (thing) return `${thing}${word} ${limit}${limit === 1 ? COUNTED[origin]?.replace(/s$/, '') : COUNTED[origin]}`
  if (inclusive) return `a number of ${word} ${limit}`
  return `a number ${word === 'at least' ? 'above' : 'below'} ${limit}`
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value))
  return words.length === 1 ? words[0]! : `one of ${words.join(', ')}`
}

function unionExpectation(issue: RawIssue): string {
  if (Array.isArray(issue.options)) return oneOf(issue.options)
  const branches = (issue.errors ?? []) as z.core.$ZodIssue[][]
  return [...new Set(branches.flatMap((branch) => branch.slice(0, 1).map(({ message }) => message)))].join(' or ')
}
