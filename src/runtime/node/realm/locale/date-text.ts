/** Dates as text without a time zone mean local time to an engine: which texts those are, and what makes them UTC. */

/** ECMA-262's own format; a date alone is in UTC. */
const ISO_DATE = /^(?:[+-]\d{6}|\d{4})(?:-\d\d(?:-\d\d)?)?$/
const ISO_LOCAL_TIME = /^(?:[+-]\d{6}|\d{4})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/
/** Any other text: after a number the name of a zone, or after a time an offset. V8 and SpiderMonkey know these names. */
const ZONE_NAME = /\d.*?(?<![a-z])(?:z|utc?|gmt|[ecmp][sd]t)(?![a-z])/is
const OFFSET = /\d:.*[+-]/s

/** Engines read over what stands in parentheses, and what follows one that is not closed. */
function withoutParentheses(text: string): string {
  if (!text.includes('(')) return text
  let depth = 0
  let kept = ''
  for (const character of text) {
    if (character === '(') depth++
    else if (character === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) kept += character
  }
  return kept
}

/** The same date for an engine to parse, with UTC as its zone if it has none. */
export function inUtc(text: string): string {
  if (ISO_DATE.test(text)) return text
  if (ISO_LOCAL_TIME.test(text)) return `${text}Z`
  const read = withoutParentheses(text)
  return ZONE_NAME.test(read) || OFFSET.test(read) ? text : `${read} Z`
}
