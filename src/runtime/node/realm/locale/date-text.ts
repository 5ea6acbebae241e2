/** Engines read a date's text without a time zone as local time: this finds such texts and reads them as UTC. */

/** ECMA-262's own format; a date alone is in UTC. */
const ISO_DATE = /^(?:[+-]\d{6}|\d{4})(?:-\d\d(?:-\d\d)?)?$/
const ISO_LOCAL_TIME = /^(?:[+-]\d{6}|\d{4})-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/
/**
 * In any other text: the name of a zone after a number (V8 and SpiderMonkey know these), or an offset after a time, where a minus can't be
 * part of a date.
 */
const ZONE_NAME = /\d.*?(?<![a-z])(?:z|utc?|gmt|[ecmp][sd]t)(?![a-z])/is
const OFFSET = /\d(?=:).*(?:\+|(?<!\d)-|:[0-5]?\d-|\.\d+-)/s

/** Removes what engines ignore: text in parentheses, and everything after one that is not closed. */
function withoutParentheses(text: string): string {
  if (!text.includes('(')) return text
  let depth = 0
  let kept = ''
  for (const character of text) {
    if (character === '(') {
      depth++
      kept += ' '
    } else if (character === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) kept += character
  }
  return kept
}

/** `Date.parse` with UTC as the zone of a text that has none; `parse` is the engine's. */
export function parseInUtc(text: string, parse: (text: string) => number): number {
  if (ISO_DATE.test(text)) return parse(text)
  if (ISO_LOCAL_TIME.test(text)) return parse(`${text}Z`)
  const asLocal = parse(text)
  if (Number.isNaN(asLocal)) return asLocal // a zone after it wouldn't make it valid
  const read = withoutParentheses(text)
  return ZONE_NAME.test(read) || OFFSET.test(read) ? asLocal : parse(`${read} Z`)
}
