/** Expansion of a shell's words (XCU 2.6): quotes are removed, variables and `~` replaced, unquoted values split into fields, patterns replaced by paths. */
import { isSpecial, type PatternCharacter } from './glob.ts'
import { ShellProblem } from './syntax.ts'

/** Returns the value of a variable or special parameter; '' when it has none. */
export type Lookup = (name: string) => string

const NAME = /\$(?:\{([A-Za-z_]\w*|[?$!#\d])\}|([A-Za-z_]\w*|[?$!#\d]))/y

/** Returns the paths that a pattern matches. */
export type Expand = (pattern: readonly PatternCharacter[]) => string[]

/** Returns the fields of one word: none when it is empty and not quoted. */
export function fieldsOf(word: string, lookup: Lookup, expand: Expand): string[] {
  return readFields(word, lookup, true).flatMap((field) => {
    const paths = field.some(isSpecial) ? expand(field) : []
    return paths.length > 0 ? paths : [field.map(({ character }) => character).join('')]
  })
}

function readFields(word: string, lookup: Lookup, splits: boolean): PatternCharacter[][] {
  const fields: PatternCharacter[][] = []
  let field: PatternCharacter[] | null = null
  const add = (text: string, quoted: boolean) => {
    field ??= []
    for (const character of text) field.push({ character, quoted })
  }
  const split = (value: string) => {
    if (!splits) return add(value, true)
    const [first = '', ...rest] = value.split(/[ \t\n]+/)
    if (first !== '') add(first, false)
    for (const next of rest) {
      if (field !== null) fields.push(field)
      field = null
      if (next !== '') add(next, false)
    }
  }
  for (let at = word.startsWith('~') ? home(word, add, lookup) : 0; at < word.length; ) {
    const character = word[at]!
    if (character === "'" || character === '"') {
      const end = endOfQuote(word, at)
      add(character === "'" ? word.slice(at + 1, end) : unquoted(word.slice(at + 1, end), lookup), true)
      at = end + 1
    } else if (character === '\\') {
      if (word[at + 1] !== '\n') add(word[at + 1] ?? '\\', true)
      at += 2
    } else if (character === '$' || character === '`') {
      const { value, length } = parameter(word, at, lookup)
      if (value === null) add('$', true)
      else split(value)
      at += length
    } else {
      add(character, false)
      at++
    }
  }
  if (field !== null) fields.push(field)
  return fields
}

/** Expands a word without splitting it: the value of an assignment, the file of a redirection. */
export function oneWord(word: string, lookup: Lookup): string {
  return readFields(word, lookup, false)
    .flat()
    .map(({ character }) => character)
    .join('')
}

function home(word: string, add: (text: string, quoted: boolean) => void, lookup: Lookup): number {
  if (word !== '~' && !word.startsWith('~/')) return 0
  add(lookup('HOME'), true)
  return 1
}

function endOfQuote(word: string, at: number): number {
  const quote = word[at]!
  for (let end = at + 1; end < word.length; end++) {
    if (word[end] === quote) return end
    if (quote === '"' && word[end] === '\\') end++
  }
  throw new ShellProblem('Syntax error: Unterminated quoted string')
}

/** Expands the content of double quotes (XCU 2.2.3). */
function unquoted(text: string, lookup: Lookup): string {
  let result = ''
  for (let at = 0; at < text.length; ) {
    const character = text[at]!
    const isEscape = character === '\\' && /[$`"\\\n]/.test(text[at + 1] ?? '')
    if (isEscape) {
      if (text[at + 1] !== '\n') result += text[at + 1]
      at += 2
    } else if (character === '$' || character === '`') {
      const { value, length } = parameter(text, at, lookup)
      result += value ?? '$'
      at += length
    } else {
      result += character
      at++
    }
  }
  return result
}

/** Parses a parameter. `value` null: just a dollar sign. */
function parameter(text: string, at: number, lookup: Lookup): { value: string | null; length: number } {
  NAME.lastIndex = at
  const match = NAME.exec(text)
  if (match !== null) return { value: lookup(match[1] ?? match[2]!), length: match[0].length }
  if (text[at] === '`' || text[at + 1] === '(') missing('the output of a command as a word')
  if (text[at + 1] === '{') missing('more than a name in a parameter')
  return { value: null, length: 1 }
}

function missing(what: string): never {
  throw new ShellProblem(`${what} is not there in the shell of a simulated host: write a program for it`)
}
