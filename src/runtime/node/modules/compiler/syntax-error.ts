/**
 * Syntax errors as Node (V8) prints them, from errors of acorn or sucrase: place, source line, caret, message.
 */
import { tokenizer } from 'acorn'
import { lineAt, lineStartsOf } from '../position-map.ts'
import { excerpt } from '../source-excerpt.ts'
import type { CompileError, ModuleFormat } from '../types.ts'
import { fileUrl } from '../urls.ts'
import { type ContextualMessage, contextualMessage } from './syntax-context.ts'

interface OffendingToken {
  readonly end: number
  readonly message: string
}

const AWAIT_OUTSIDE_ASYNC = 'await is only valid in async functions and the top level bodies of modules'

type MessageRule = readonly [acorn: RegExp, v8: string | null | ((source: string, offset: number) => string | null)]

/** Acorn's messages and V8's for the same mistake; `$1` is the first group. Null: name the unexpected token. */
const RULES: readonly MessageRule[] = [
  [/^Unexpected token/, unaryBeforePower],
  [/^Unexpected keyword '(.+)'/, "Unexpected token '$1'"],
  [/^Unexpected character/, 'Invalid or unexpected token'],
  [/^Unterminated (?:string constant|comment)/, 'Invalid or unexpected token'],
  [/^Identifier directly after number/, 'Invalid or unexpected token'],
  [/^Invalid number/, legacyOctal],
  [/^Expected number in radix/, 'Invalid or unexpected token'],
  [/^Numeric separator must be exactly one/, 'Only one underscore is allowed as numeric separator'],
  [
    /^Numeric separator is not allowed at the last/,
    'Numeric separators are not allowed at the end of numeric literals',
  ],
  [/^Unterminated template/, 'Unexpected end of input'],
  [/^Unterminated regular expression/, 'Invalid regular expression: missing /'],
  [/^(?:Duplicate|Invalid) regular expression flag/, 'Invalid regular expression flags'],
  [/^Bad character escape sequence/, badEscape],
  [/^Invalid Unicode escape|^Expecting Unicode escape sequence/, 'Invalid Unicode escape sequence'],
  [/^'return' outside of function/, 'Illegal return statement'],
  [/^Assigning to rvalue/, invalidTarget],
  [/^Optional chaining cannot appear in left-hand side/, 'Invalid left-hand side in assignment'],
  [/^Optional chaining cannot appear in the callee of new/, 'Invalid optional chain from new expression'],
  [/^Logical expressions and coalesce expressions cannot be mixed/, null],
  [/^Unsyntactic (?:break|continue)/, unsyntacticJump],
  [/^Label '(.+)' is already declared/, "Label '$1' has already been declared"],
  [/^Duplicate export '(.+)'/, "Duplicate export of '$1'"],
  [/^Export '(.+)' is not defined/, "Export '$1' is not defined in module"],
  [/^Complex binding patterns require an initialization value/, 'Missing initializer in destructuring declaration'],
  [/^Cannot use keyword 'await' outside an async function/, AWAIT_OUTSIDE_ASYNC],
  [/^'import' and 'export' may appear only with/, 'Cannot use import statement outside a module'],
  [/^'import' and 'export' may only appear at the top level/, null],
  [/^Deleting local variable in strict mode/, 'Delete of an unqualified identifier in strict mode.'],
  [/^(?:Binding|Assigning to) (?:eval|arguments) in strict mode/, 'Unexpected eval or arguments in strict mode'],
  [/^'with' in strict mode/, 'Strict mode code may not include a with statement'],
  [/^Octal literal in strict mode/, 'Octal literals are not allowed in strict mode.'],
  [/^The keyword '(?:enum|await)' is reserved/, 'Unexpected reserved word'],
  [/^The keyword '.+' is reserved/, 'Unexpected strict mode reserved word'],
  [/^Multiple default clauses/, 'More than one default clause in switch statement'],
  [/^Argument name clash/, 'Duplicate parameter name not allowed in this context'],
  [/^Duplicate constructor in the same class/, 'A class may only have one constructor'],
  [/^Missing catch or finally clause/, 'Missing catch or finally after try'],
  [/^(?:'super' keyword|super\(\) call|'super')/, "'super' keyword unexpected here"],
  [/^Redefinition of __proto__ property/, 'Duplicate __proto__ fields are not allowed in object literals'],
  [/^'new\.target' can only be used/, 'new.target expression is not allowed here'],
  [/^Classes? can't have/, "Classes may not have a field named 'constructor'"],
  [/^getter should have no params/, 'Getter must not have any formal parameters.'],
  [/^setter should have exactly one param/, 'Setter must have exactly one formal parameter.'],
  [/^(.*)$/s, '$1'],
]

function unaryBeforePower(source: string, offset: number): string | null {
  if (!source.startsWith('**', offset)) return null
  return 'Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence'
}

function legacyOctal(source: string, offset: number): string {
  return /^0\d/.test(source.slice(offset))
    ? 'Octal literals are not allowed in strict mode.'
    : 'Invalid or unexpected token'
}

function badEscape(source: string, offset: number): string {
  const hexadecimal = source.slice(0, offset + 2).lastIndexOf('\\x') > source.slice(0, offset + 2).lastIndexOf('\\u')
  return hexadecimal ? 'Invalid hexadecimal escape sequence' : 'Invalid Unicode escape sequence'
}

function invalidTarget(source: string, offset: number): string {
  const before = source.slice(0, offset)
  if (/(?:\+\+|--)\s*$/.test(before)) return 'Invalid left-hand side expression in prefix operation'
  if (/\bfor\s*(?:await\s*)?\(\s*$/.test(before)) return 'Invalid left-hand side in for-loop'
  return 'Invalid left-hand side in assignment'
}

function unsyntacticJump(source: string, offset: number): string {
  const [, keyword, label] = /^(break|continue)(?:[ \t]+([\w$]+))?/.exec(source.slice(offset)) ?? []
  if (label !== undefined) {
    const declared = new RegExp(`\\b${label.replaceAll('$', '\\$')}\\s*:`).test(source.slice(0, offset))
    return declared
      ? `Illegal continue statement: '${label}' does not denote an iteration statement`
      : `Undefined label '${label}'`
  }
  return keyword === 'break'
    ? 'Illegal break statement'
    : 'Illegal continue statement: no surrounding iteration statement'
}

/** An error as acorn throws it: `pos` is an offset, the message ends in "(line:column)". */
export interface ParserError {
  readonly message: string
  readonly pos: number
}

/** Returns V8's message for an error of acorn (or sucrase) in `source`, and what the caret marks there. */
export function describeParserError(source: string, { message: text, pos }: ParserError): ContextualMessage {
  const said = text.replace(/ \(\d+:\d+\)$/, '')
  const [pattern, rule] = RULES.find(([candidate]) => candidate.test(said))!
  const message = typeof rule === 'function' ? rule(source, pos) : rule
  const token = tokenAt(source, pos)
  if (message === null) return contextualMessage(source, pos) ?? { start: pos, ...token }
  return { message: message.replace('$1', pattern.exec(said)![1] ?? ''), start: pos, end: token.end }
}

/** Returns "Unexpected …" for the token that begins at an offset. */
function tokenAt(source: string, offset: number): OffendingToken {
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

/** Formats an error as callers and Node print it. Offsets count in the file's own text. */
export function compileError(
  filename: string,
  source: string,
  format: ModuleFormat,
  { message, start: offset, end }: ContextualMessage,
): CompileError {
  const lineStarts = lineStartsOf(source)
  const line = lineAt(lineStarts, offset)
  const sourceLine = source.slice(lineStarts[line]).split(/[\n\r\u2028\u2029]/, 1)[0]!
  const column = Math.min(offset - lineStarts[line]!, sourceLine.length)
  const carets = Math.max(1, Math.min(end - offset, sourceLine.length - column))
  const place = format === 'module' ? fileUrl(filename) : filename
  const text = `${excerpt(place, line + 1, sourceLine, column + 1, carets)}\n\nSyntaxError: ${message}`
  return { ok: false, filename, message, line: line + 1, column: column + 1, sourceLine, length: carets, format, text }
}
