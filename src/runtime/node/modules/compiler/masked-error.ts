/**
 * Finds the real mistake in text that sucrase refuses. Sucrase tries `(a) => { … }` as an arrow function, and after any error inside
 * reads it again as an expression in parentheses: then it reports the arrow, however far below the mistake is. With `function`
 * in front, and no arrow, it has nothing to retry and reports the mistake itself.
 */
import { tokenizer } from 'acorn'

/** Maximum number of arrow functions around one mistake. */
const MOST_AROUND = 60

/** Returns the offset at which `parse` refuses `source`, or null where it does not. */
type Refusal = (source: string) => number | null

/** Returns the offset of an unterminated string, or null. Sucrase reads one up to the next quotation mark, lines below. */
function openString(source: string): number | null {
  const tokens = tokenizer(source, { ecmaVersion: 'latest', allowHashBang: true })
  try {
    for (let token = tokens.getToken(); token.type.label !== 'eof'; ) token = tokens.getToken()
    return null
  } catch (error) {
    const { pos, message } = error as { pos?: number; message: string }
    return pos !== undefined && message.startsWith('Unterminated string') ? pos : null
  }
}

/** Returns the offset of the mistake in `source`, which `refusal` reports at `offset`. */
export function unmasked(source: string, offset: number, refusal: Refusal): number {
  const open = openString(source)
  if (open !== null) return open
  let text = source
  const inserted: { at: number; length: number }[] = []
  let place = offset
  for (let i = 0; i < MOST_AROUND; i++) {
    const arrow = arrowAt(text, place)
    if (!arrow) break
    const { open, close, replacement, kept } = arrow
    text = text.slice(0, open) + replacement + kept + text.slice(close)
    inserted.push({ at: open, length: replacement.length + kept.length - (close - open) })
    const next = refusal(text)
    // If it parses without the arrow, the mistake is at the arrow itself.
    if (next === null) return offset
    place = next
  }
  return inserted.reduceRight((at, { at: from, length }) => (at >= from ? Math.max(from, at - length) : at), place)
}

interface Arrow {
  /** Offsets around the replaced text: the parameters, and the arrow with a return type before it. */
  open: number
  close: number
  replacement: string
  /** The parameters and the return type; empty if the body is an expression. */
  kept: string
}

/** Finds the arrow function in parentheses whose arrow, or return type, begins at an offset. */
function arrowAt(text: string, offset: number): Arrow | null {
  const isType = text[offset] === ':'
  const sign = isType ? text.indexOf('=>', offset) : offset
  if (sign < 0 || !text.startsWith('=>', sign)) return null
  const open = openingOf(text, offset)
  if (open === null) return null
  const body = sign + 2 + /^\s*/.exec(text.slice(sign + 2))![0].length
  if (text[body] === '{')
    return {
      open,
      close: body,
      replacement: 'function',
      kept: `${text.slice(open, sign)}  ${text.slice(sign + 2, body)}`,
    }
  const lines = text.slice(open, body).replace(/[^\n\r]/g, '')
  return { open, close: body, replacement: `0||${lines}`, kept: '' }
}

/** `: Promise<string> ` before an arrow. */
const RETURN_TYPE = /\)(\s*:\s*[\w.<>[\]|&, ]+)$/

/** Finds the parenthesis that opens the list before an offset, or before the return type there. */
function openingOf(text: string, offset: number): number | null {
  const before = text.slice(0, offset)
  const type = RETURN_TYPE.exec(before)?.[1] ?? /\s*$/.exec(before)![0]
  const close = offset - 1 - type.length
  if (text[close] !== ')') return null
  let depth = 0
  for (let at = close; at >= 0; at--) {
    if (text[at] === ')') depth++
    else if (text[at] === '(' && --depth === 0) return at
  }
  return null
}
