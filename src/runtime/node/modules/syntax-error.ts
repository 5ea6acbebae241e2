/**
 * Syntax errors in the words that Node (V8) prints, from what acorn or sucrase found: place, source line, caret, message.
 */
import { tokenizer } from 'acorn'
import { lineAt, lineStartsOf } from './position-map.ts'
import type { CompileError, ModuleFormat } from './types.ts'
import { fileUrl } from './urls.ts'

interface OffendingToken {
  readonly end: number
  readonly message: string
}

const AWAIT_OUTSIDE_ASYNC = 'await is only valid in async functions and the top level bodies of modules'

/** Parts of acorn's messages and V8's for the same mistake; `$1` is the first group. Null: say what token is unexpected. */
const V8_MESSAGES: readonly (readonly [RegExp, string | null])[] = [
  [/^Unexpected token/, null],
  [/^Unexpected keyword '(.+)'/, "Unexpected token '$1'"],
  [/^Unexpected character/, 'Invalid or unexpected token'],
  [/^Unterminated (?:string constant|comment)/, 'Invalid or unexpected token'],
  [/^Identifier directly after number/, 'Invalid or unexpected token'],
  [/^Invalid number|^Expected number in radix/, 'Invalid or unexpected token'],
  [/^Unterminated template/, 'Unterminated template literal'],
  [/^Unterminated regular expression/, 'Invalid regular expression: missing /'],
  [/^Bad character escape sequence|^Invalid Unicode escape/, 'Invalid Unicode escape sequence'],
  [/^Expecting Unicode escape sequence/, 'Invalid Unicode escape sequence'],
  [/^'return' outside of function/, 'Illegal return statement'],
  [/^Assigning to rvalue/, 'Invalid left-hand side in assignment'],
  [/^Unsyntactic break/, 'Illegal break statement'],
  [/^Unsyntactic continue/, 'Illegal continue statement: no surrounding iteration statement'],
  [/^Label '(.+)' is already declared/, "Label '$1' has already been declared"],
  [/^Duplicate export '(.+)'/, "Duplicate export of '$1'"],
  [/^Export '(.+)' is not defined/, "Export '$1' is not defined in module"],
  [/^Complex binding patterns require an initialization value/, 'Missing initializer in destructuring declaration'],
  [/^Cannot use keyword 'await' outside an async function/, AWAIT_OUTSIDE_ASYNC],
  [/^Awaiting in a non-async function|^'await' is only/, AWAIT_OUTSIDE_ASYNC],
  [/^'import' and 'export' may appear only with/, 'Cannot use import statement outside a module'],
  [/^'import' and 'export' may only appear at the top level/, null],
  [/^Cannot use 'import\.meta' outside a module/, "Cannot use 'import.meta' outside a module"],
  [/^let is disallowed as a lexically bound name/, 'let is disallowed as a lexically bound name'],
  [/^Deleting local variable in strict mode/, 'Delete of an unqualified identifier in strict mode.'],
  [/^(?:Binding|Assigning to) (?:eval|arguments) in strict mode/, 'Unexpected eval or arguments in strict mode'],
  [/^'with' in strict mode/, 'Strict mode code may not include a with statement'],
  [/^(?:Invalid|Octal) .*octal|^Octal literal in strict mode/, 'Octal literals are not allowed in strict mode.'],
  [
    /^The keyword '(?:await|yield|let|static|implements|interface|package|private|protected|public)'/,
    'Unexpected strict mode reserved word',
  ],
  [/^Multiple default clauses/, 'More than one default clause in switch statement'],
  [/^Argument name clash/, 'Duplicate parameter name not allowed in this context'],
  [/^Duplicate constructor in the same class/, 'A class may only have one constructor'],
  [/^Missing catch or finally clause/, 'Missing catch or finally after try'],
  [/^(?:'super' keyword|super\(\) call|'super')/, "'super' keyword unexpected here"],
  [/^Redefinition of __proto__ property/, 'Duplicate __proto__ fields are not allowed in object literals'],
  [/^'new\.target' can only be used/, 'new.target expression is not allowed here'],
  [/^Classes? can't have/, "Classes may not have a field named 'constructor'"],
  [/^(.*)$/s, '$1'],
]

/** An error as acorn throws it: `pos` is an offset, the message ends in "(line:column)". */
export interface ParserError {
  readonly message: string
  readonly pos: number
}

/** V8's words for what acorn (or sucrase) found in `source`, and how many columns the caret marks. */
export function describeParserError(source: string, error: ParserError): { message: string; length: number } {
  const text = error.message.replace(/ \(\d+:\d+\)$/, '')
  for (const [pattern, replacement] of V8_MESSAGES) {
    const match = pattern.exec(text)
    if (!match) continue
    const token = tokenAt(source, error.pos)
    if (replacement === null) return { message: token.message, length: token.end - error.pos }
    const message = replacement.replace('$1', match[1] ?? '')
    return { message, length: token.end - error.pos }
  }
  throw new Error('unreachable: the last pattern matches everything')
}

/** "Unexpected …" for the token that begins at an offset. */
export function tokenAt(source: string, offset: number): OffendingToken {
  const rest = source.slice(offset)
  const blank = /^\s*/.exec(rest)![0].length
  if (blank === rest.length) return { end: offset + 1, message: 'Unexpected end of input' }
  try {
    const token = tokenizer(rest, { ecmaVersion: 'latest' }).getToken()
    const text = rest.slice(token.start, token.end)
    return { end: offset + token.end, message: unexpected(token.type.label, text) }
  } catch {
    return { end: offset + blank + 1, message: 'Invalid or unexpected token' }
  }
}

const STRICT_RESERVED = /^(?:let|static|implements|interface|package|private|protected|public|yield)$/

function unexpected(label: string, text: string): string {
  if (label === 'string') return 'Unexpected string'
  if (label === 'num') return 'Unexpected number'
  if (label === '`' || label === 'template') return 'Unexpected template string'
  if (label === 'name')
    return STRICT_RESERVED.test(text) ? 'Unexpected strict mode reserved word' : `Unexpected identifier '${text}'`
  return `Unexpected token '${text}'`
}

/** Puts a finding into the form that callers and Node print. `line` is 0-based, `offset` counts in the file's own text. */
export function compileError(
  filename: string,
  source: string,
  format: ModuleFormat,
  offset: number,
  message: string,
  length: number,
): CompileError {
  const lineStarts = lineStartsOf(source)
  const line = lineAt(lineStarts, offset)
  const sourceLine = source.slice(lineStarts[line]).split(/[\n\r\u2028\u2029]/, 1)[0]!
  const column = Math.min(offset - lineStarts[line]!, sourceLine.length)
  const carets = Math.max(1, Math.min(length, sourceLine.length - column))
  const place = format === 'module' ? fileUrl(filename) : filename
  const text = `${excerpt(place, line + 1, sourceLine, column + 1, carets)}\n\nSyntaxError: ${message}`
  return { ok: false, filename, message, line: line + 1, column: column + 1, sourceLine, length: carets, format, text }
}

/** Node's block: "place:line", the line of source, the caret under `column` (1-based). Tabs stay tabs. */
export function excerpt(place: string, line: number, sourceLine: string, column: number, carets: number): string {
  const indent = sourceLine.slice(0, column - 1).replace(/[^\t]/g, ' ')
  return `${place}:${line}\n${sourceLine}\n${indent}${'^'.repeat(carets)}`
}
