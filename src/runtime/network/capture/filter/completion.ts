/** Completions that an editor offers while a filter is being typed. */
import { FILTER_FIELDS, PROTOCOL_LABELS } from './fields.ts'

export interface FilterCompletion {
  /** Completion of the word being typed. */
  readonly text: string
  readonly kind: 'protocol' | 'field' | 'operator'
  /** Wireshark's label: `Time to Live`. */
  readonly label: string
}

export interface FilterCompletions {
  /** Range of the word being typed, in the text. */
  readonly start: number
  readonly end: number
  readonly items: readonly FilterCompletion[]
}

const RELATIONS: readonly FilterCompletion[] = (
  [
    ['==', 'equal'],
    ['!=', 'not equal'],
    ['<', 'less than'],
    ['<=', 'at most'],
    ['>', 'more than'],
    ['>=', 'at least'],
    ['contains', 'has these bytes in it'],
    ['matches', 'fits the regular expression'],
    ['in', 'one of a set'],
    ['&&', 'and'],
    ['||', 'or'],
  ] as const
).map(([text, label]) => ({ text, kind: 'operator', label }))

const MOST = 50

/**
 * Returns suggestions at the cursor: names that start with the word, then names that contain it; after a complete name,
 * operators.
 */
export function completeFilter(text: string, cursor: number): FilterCompletions {
  const before = text.slice(0, cursor)
  const word = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? ''
  const start = cursor - word.length
  const end = cursor + (/^[\w.]*/.exec(text.slice(cursor))?.[0].length ?? 0)
  const isBehindName =
    word === '' && /[\w\]]\s+$/.test(before) && !/(^|\s)(and|or|xor|not|in|any|all)\s+$/i.test(before)
  if (isBehindName) return { start, end, items: RELATIONS }
  const wanted = word.toLowerCase()
  const names: FilterCompletion[] = [
    ...[...PROTOCOL_LABELS].map(([name, label]) => ({ text: name, kind: 'protocol' as const, label })),
    ...[...FILTER_FIELDS].map(([name, { label }]) => ({ text: name, kind: 'field' as const, label })),
  ]
  const beginning = names.filter((one) => one.text.startsWith(wanted))
  const within = wanted === '' ? [] : names.filter((one) => !one.text.startsWith(wanted) && says(one, wanted))
  return { start, end, items: [...beginning.toSorted(byLength), ...within.toSorted(byLength)].slice(0, MOST) }
}

function says({ text, label }: FilterCompletion, wanted: string): boolean {
  return text.includes(wanted) || label.toLowerCase().includes(wanted)
}

function byLength(a: FilterCompletion, b: FilterCompletion): number {
  return a.text.length - b.text.length || (a.text < b.text ? -1 : 1)
}
