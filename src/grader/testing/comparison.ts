/** A number exactly, or a comparison with one: `'>= 1'`. */
export type Comparison = number | `${'==' | '>=' | '<=' | '>' | '<'} ${number}`

/** Parses a comparison. Throws TypeError for anything else. */
export function compares(value: number, comparison: Comparison): boolean {
  if (typeof comparison === 'number') return value === comparison
  const [operator, text] = comparison.split(' ')
  const limit = Number(text)
  if (operator === '==') return value === limit
  if (operator === '>=') return value >= limit
  if (operator === '<=') return value <= limit
  if (operator === '>') return value > limit
  if (operator === '<') return value < limit
  throw new TypeError(`found ${JSON.stringify(comparison)}, expected a number or a comparison such as ">= 1"`)
}

const WORDS: Readonly<Record<string, string>> = {
  '==': '',
  '>=': 'at least ',
  '<=': 'at most ',
  '>': 'more than ',
  '<': 'fewer than ',
}

/** `at least 1` */
export function showComparison(comparison: Comparison): string {
  if (typeof comparison === 'number') return String(comparison)
  const [operator = '==', limit] = comparison.split(' ')
  return `${WORDS[operator] ?? ''}${limit}`
}
