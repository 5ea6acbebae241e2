/**
 * Checks that the network floor is deterministic: nothing there may use a real clock, Math.random, a timer, the machine's language or time zone, or
 * floating-point functions whose last bit depends on the engine (ECMA-262 §21.3.2: "implementation-approximated"). Time comes from `clock.ts`, randomness from
 * `random.ts`, both as integers. Tests are exempt.
 * Usage: check-determinism.ts [FOLDER], a repository of this shape (default: this one).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const FOLDERS = ['src/runtime/network', 'src/packetdrill']

/** Globals that differ from one run, machine or engine to the next. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  Date: 'the time of day; use the clock',
  performance: 'a real clock; use the clock',
  setTimeout: 'real time; use the clock',
  setInterval: 'real time; use the clock',
  setImmediate: 'real time; use the clock',
  requestAnimationFrame: 'real time; use the clock',
  queueMicrotask: 'an order beside the clock’s; use the clock',
  crypto: 'chance; use a RandomStream',
  Intl: 'the language of the machine',
  globalThis: 'a way to all that is forbidden here',
  WeakRef: 'the garbage collector’s moment',
  FinalizationRegistry: 'the garbage collector’s moment',
  eval: 'a way to all that is forbidden here',
}
/** Functions of Math that are exact everywhere: on integers, or defined to the bit. */
const EXACT_MATH = new Set(['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'trunc'])
const LOCAL_METHODS = new Set(['localeCompare', 'toLocaleString', 'toLocaleLowerCase', 'toLocaleUpperCase'])

/** Returns the problem with one node, if any. */
function problemOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) && isReference(node)) {
    if (node.text === 'Math') return problemOfMath(node.parent)
    if (Object.hasOwn(FORBIDDEN, node.text)) return `${node.text}: ${FORBIDDEN[node.text]}`
  }
  if (ts.isPropertyAccessExpression(node) && LOCAL_METHODS.has(node.name.text)) {
    return `${node.name.text}: the language of the machine`
  }
  return ts.isBinaryExpression(node) ? problemOfPower(node) : undefined
}

/** Whether an identifier refers to a variable: not a property's name, a key or a type's member. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return getName(parent) !== node
  const isKey = ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent)
  return !(isKey && parent.name === node)
}

function getName(node: ts.PropertyAccessExpression | ts.QualifiedName): ts.Node {
  return ts.isQualifiedName(node) ? node.right : node.name
}

function problemOfMath(parent: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(parent)) return 'Math: name the function that is used'
  const name = parent.name.text
  if (EXACT_MATH.has(name)) return undefined
  return name === 'random'
    ? 'Math.random: chance; use a RandomStream'
    : `Math.${name}: its last bit is the engine's choice`
}

/** Powers of bigints, integer powers of two, and powers of small literals are exact everywhere. */
function problemOfPower({ left, operatorToken, right }: ts.BinaryExpression): string | undefined {
  const { kind } = operatorToken
  if (kind !== ts.SyntaxKind.AsteriskAsteriskToken && kind !== ts.SyntaxKind.AsteriskAsteriskEqualsToken)
    return undefined
  if (ts.isBigIntLiteral(left)) return undefined
  const [base, exponent] = [left, right].map((side) => (ts.isNumericLiteral(side) ? Number(side.text) : undefined))
  const isWhole = exponent === undefined || Number.isInteger(exponent)
  if (base === 2 && isWhole) return undefined
  const isSafe = base !== undefined && exponent !== undefined && Number.isSafeInteger(base ** exponent)
  return isSafe ? undefined : '**: its last bit is the engine’s choice, except for powers of 2'
}

function problemsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const problems: string[] = []
  const visit = (node: ts.Node): void => {
    const problem = problemOf(node)
    if (problem !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      problems.push(`${file}:${line + 1}: ${problem}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return problems
}

process.chdir(process.argv[2] ?? '.')
const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|case|fixture)\.ts$/.test(name))
    .map((name) => join(folder, name)),
).sort()
const problems = files.flatMap(problemsOf)
for (const problem of problems) console.error(problem)
console.log(`determinism: ${files.length} files read, ${problems.length} violations`)
// A check that reads nothing must not pass.
process.exitCode = problems.length > 0 || files.length === 0 ? 1 : 0
