import { FilterError } from './filter-error.ts'

/** Token. `word`: a field, a protocol, or an unquoted value; a `string` has one character per byte. */
export interface Token {
  readonly kind: 'word' | 'string' | 'operator' | 'end'
  readonly text: string
  readonly column: number
}

const OPERATORS = /^(?:&&|\|\||\^\^|===|!==|==|!=|~=|<=|>=|[!<>(){}[\],&~])/
const WORD = /^[A-Za-z0-9_.:/-]+/
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** Returns the tokens of a filter, followed by an `end`. */
export function tokenize(text: string): Token[] | FilterError {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const space = /^\s+/.exec(rest)
    if (space !== null) {
      at += space[0].length
      continue
    }
    if (rest[0] === '"') {
      const string = quotedString(text, at)
      if (string instanceof FilterError) return string
      tokens.push({ kind: 'string', text: string.text, column: at + 1 })
      at = string.end
      continue
    }
    const operator = OPERATORS.exec(rest)
    const found = operator ?? WORD.exec(rest)
    if (found === null) return new FilterError(text, at + 1, strayCharacter(rest))
    tokens.push({ kind: operator === null ? 'word' : 'operator', text: found[0], column: at + 1 })
    at += found[0].length
  }
  tokens.push({ kind: 'end', text: 'the end', column: text.length + 1 })
  return tokens
}

/** Describes characters that other languages, such as tcpdump's, use where a display filter needs something else. */
function strayCharacter(rest: string): string {
  const other = /^=[<>]/.exec(rest)?.[0]
  if (other !== undefined) return `There is no ${other} in a filter: write ${other[1]}=`
  if (rest[0] === '=') return 'Write == to compare: a filter sets nothing'
  if (rest[0] === "'") return 'Write text in double quotes'
  return `${JSON.stringify(rest[0])} cannot stand in a filter`
}

/**
 * Returns a string with the escapes \\n \\r \\t \\" \\\\ \\xNN as text of one character per byte, other characters being
 * their UTF-8; `end` is behind the closing quote. A backslash before anything else stays, for regular expressions.
 */
function quotedString(text: string, start: number): { text: string; end: number } | FilterError {
  let result = ''
  for (let at = start + 1; at < text.length; ) {
    if (text[at] === '"') return { text: result, end: at + 1 }
    const hex = /^\\x([0-9a-fA-F]{2})/.exec(text.slice(at, at + 4))
    const escaped = text[at] === '\\' ? ESCAPES[text[at + 1] ?? ''] : undefined
    if (hex !== null) {
      result += String.fromCharCode(Number.parseInt(hex[1]!, 16))
      at += 4
    } else if (escaped !== undefined) {
      result += escaped
      at += 2
    } else {
      const character = String.fromCodePoint(text.codePointAt(at)!)
      result += utf8(character)
      at += character.length
    }
  }
  return new FilterError(text, start + 1, 'This string has no end')
}

/** Returns the UTF-8 of one character, a character per byte: this floor has no TextEncoder. Half of a surrogate pair becomes U+FFFD. */
function utf8(character: string): string {
  const encoded = encodeURIComponent(character.replace(/\p{Surrogate}/u, '\ufffd'))
  return encoded.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
