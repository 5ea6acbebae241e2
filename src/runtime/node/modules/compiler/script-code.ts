/** Turns a script for a global scope into a function body that does the same with an object in its place. */
import { type AnyNode, type Options, type Program, parse } from 'acorn'
import { EditedText, lineStartsOf, type TextEdit } from '../position-map.ts'
import { excerpt } from '../source-excerpt.ts'
import { hoistedVariables, patternNames } from './declared-names.ts'
import { describeParserError, type ParserError } from './syntax-error.ts'

export interface ScriptCode {
  readonly ok: true
  /** Lines are those of the source. The value of the last statement that has one is in the variable `completion`. */
  readonly code: string
  /** Names that become properties of the global object: they must exist before the code runs. */
  readonly variables: readonly string[]
  /** `let`, `const` and classes: shared by all scripts of the context, not properties. */
  readonly lexicals: readonly string[]
  /** Functions, which are properties of it from the beginning: the code gives each to `declare(name, value)` first. */
  readonly functions: readonly string[]
}

export interface ScriptError {
  readonly ok: false
  /** Without the leading "SyntaxError: ". */
  readonly message: string
  /** Place, line and caret, as Node prints them. */
  readonly excerpt: string
}

/** Names of the generated code's own. */
export interface ScriptNames {
  readonly completion: string
  readonly declare: string
}

/**
 * Compiles a script. Top-level `let`, `const` and classes become variables of a separate object: a function body has no scope that outlives it, and
 * the next script in the same context must find them.
 */
export function scriptCode(source: string, filename: string, names: ScriptNames): ScriptCode | ScriptError {
  const options: Options = { ecmaVersion: 'latest', sourceType: 'script', allowHashBang: true }
  let program: Program
  try {
    program = parse(source, options)
  } catch (error) {
    if (typeof (error as ParserError).pos !== 'number') throw error
    return scriptError(source, filename, error as ParserError)
  }
  const functions = program.body.flatMap((node) => (node.type === 'FunctionDeclaration' ? [node.id.name] : []))
  const declarations = functions.map((name) => `${names.declare}(${JSON.stringify(name)},${name});`).join('')
  const edits: TextEdit[] = [{ start: 0, end: 0, replacement: declarations }]
  if (source.startsWith('#!')) edits.push({ start: 0, end: 2, replacement: '//' })
  for (const node of program.body) edits.push(...declarationEdits(node), ...completionEdits(node, names.completion))
  return {
    ok: true,
    code: new EditedText(source, edits, lineStartsOf(source)).text,
    variables: hoistedVariables(program.body),
    lexicals: program.body.flatMap(lexicalNamesOf),
    functions,
  }
}

function scriptError(source: string, filename: string, error: ParserError): ScriptError {
  const { message, start, end } = describeParserError(source, error)
  const before = source.slice(0, start).split('\n')
  const line = source.split('\n')[before.length - 1] ?? ''
  return { ok: false, message, excerpt: excerpt(filename, before.length, line, before.at(-1)!.length + 1, end - start) }
}

function lexicalNamesOf(node: AnyNode): string[] {
  if (node.type === 'ClassDeclaration') return node.id ? [node.id.name] : []
  if (node.type !== 'VariableDeclaration' || node.kind === 'var') return []
  return node.declarations.flatMap(({ id }) => patternNames(id))
}

function declarationEdits(node: AnyNode): TextEdit[] {
  if (node.type === 'ClassDeclaration' && node.id)
    return [
      { start: node.start, end: node.start, replacement: `var ${node.id.name}=` },
      { start: node.end, end: node.end, replacement: ';' },
    ]
  if (node.type !== 'VariableDeclaration' || node.kind === 'var') return []
  return [{ start: node.start, end: node.start + node.kind.length, replacement: 'var' }]
}

/** Edits statements whose value may be the script's, except those in functions. */
function completionEdits(node: AnyNode, completion: string): TextEdit[] {
  if (node.type === 'ExpressionStatement') {
    const { start, end } = node.expression
    // A directive stays unchanged.
    const before = 'directive' in node && node.directive !== undefined ? `;${completion}=(` : `${completion}=(`
    const isDirective = before.startsWith(';')
    if (isDirective)
      return [{ start: node.end, end: node.end, replacement: `${before}${JSON.stringify(node.directive)});` }]
    return [
      { start, end: start, replacement: before },
      { start: end, end, replacement: ')' },
    ]
  }
  const parts = PARTS[node.type as keyof typeof PARTS] ?? []
  return parts
    .flatMap((part) => (node as unknown as Record<string, AnyNode | AnyNode[] | null>)[part] ?? [])
    .flatMap((inner) => completionEdits(inner, completion))
}

/** Properties in which statements hold other statements. */
const PARTS = {
  BlockStatement: ['body'],
  IfStatement: ['consequent', 'alternate'],
  ForStatement: ['body'],
  ForInStatement: ['body'],
  ForOfStatement: ['body'],
  WhileStatement: ['body'],
  DoWhileStatement: ['body'],
  LabeledStatement: ['body'],
  WithStatement: ['body'],
  SwitchStatement: ['cases'],
  SwitchCase: ['consequent'],
  TryStatement: ['block', 'handler', 'finalizer'],
  CatchClause: ['body'],
} as const satisfies Partial<Record<AnyNode['type'], readonly string[]>>
