import { type AnyNode, calledMethod, propertyName, textOf } from './syntax.ts'

/** A change to the source between two offsets. */
export interface Edit {
  start: number
  end: number
  text: string
  /** The change as a sentence: "the listener of 'error' is gone". */
  idea: string
}

/** A mutation operator: the edits it makes at a node. `parents`: the nearest first. */
export type Operator = (node: AnyNode, parents: readonly AnyNode[], source: string) => Edit[]

const replace = (node: AnyNode, text: string, idea: string): Edit => ({ start: node.start, end: node.end, text, idea })

/** Finds the operator's sign between two operands, in the source. */
function swapSign(node: AnyNode, sign: string, source: string, idea: string): Edit[] {
  const left = node.left as AnyNode
  const right = node.right as AnyNode
  const at = source.indexOf(String(node.operator), left.end)
  return at < 0 || at >= right.start ? [] : [{ start: at, end: at + String(node.operator).length, text: sign, idea }]
}

const BOUNDARIES: Record<string, string> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }
const boundary: Operator = (node, _, source) => {
  const other = node.type === 'BinaryExpression' ? BOUNDARIES[String(node.operator)] : undefined
  return other
    ? swapSign(node, other, source, `${node.operator} became ${other}: the boundary itself is on the other side`)
    : []
}

const OPERATORS: Record<string, string> = {
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '-': '+',
  '*': '/',
  '<<': '>>',
  '>>>': '>>',
  '&': '|',
  '%': '*',
}
const swapOperator: Operator = (node, _, source) => {
  const other =
    node.type === 'BinaryExpression' || node.type === 'LogicalExpression' ? OPERATORS[String(node.operator)] : undefined
  return other ? swapSign(node, other, source, `${node.operator} became ${other}`) : []
}

/** Here a number counts bytes, tries or time; off by one is the most common mistake of all. */
const offByOne: Operator = (node, [parent], source) => {
  if (node.type !== 'Literal' || typeof node.value !== 'number' || !Number.isInteger(node.value)) return []
  const counted =
    parent && ['BinaryExpression', 'CallExpression', 'VariableDeclarator', 'AssignmentExpression'].includes(parent.type)
  if (!counted) return []
  return [
    replace(node, String(node.value + 1), `${source.slice(node.start, node.end)} became ${node.value + 1}: off by one`),
  ]
}

const REMOVERS = new Set(['on', 'once', 'addListener', 'addEventListener'])
const removedListener: Operator = (node, _, source) => {
  const method = calledMethod(node)
  const [name] = (node.arguments as AnyNode[] | undefined) ?? []
  const event = textOf(name)
  if (!method || !REMOVERS.has(method) || event === null) return []
  const object = (node.callee as AnyNode).object as AnyNode
  return [replace(node, source.slice(object.start, object.end), `the listener of '${event}' is gone`)]
}

const droppedStatement: Operator = (node, _, source) => {
  const { type } = node
  const first = source.slice(node.start, node.end).split('\n')[0]!
  if (type === 'ReturnStatement' && !node.argument) return [replace(node, ';', 'an early return is gone')]
  if (type === 'BreakStatement' || type === 'ContinueStatement') return [replace(node, ';', `${first.trim()} is gone`)]
  if (type !== 'ExpressionStatement') return []
  const expression = node.expression as AnyNode
  // Other operators remove a listener; without its directive the program is the same.
  if (REMOVERS.has(calledMethod(expression) ?? '') || node.directive !== undefined) return []
  return [replace(node, ';', 'a statement is gone')]
}

const decidedCondition: Operator = (node, _, source) => {
  if (node.type !== 'IfStatement') return []
  const test = node.test as AnyNode
  const text = source.slice(test.start, test.end)
  return ['true', 'false'].map((value) => replace(test, value, `the condition (${text}) is always ${value}`))
}

/** Methods and words that are easily confused. */
const CONFUSED: Record<string, string> = {
  end: 'destroy',
  destroy: 'end',
  once: 'on',
  push: 'unshift',
  shift: 'pop',
  indexOf: 'lastIndexOf',
  slice: 'subarray',
  min: 'max',
  max: 'min',
  every: 'some',
  some: 'every',
  readUInt16BE: 'readUInt16LE',
  readUInt32BE: 'readUInt32LE',
  readUInt16LE: 'readUInt16BE',
  readUInt32LE: 'readUInt32BE',
  writeUInt16BE: 'writeUInt16LE',
  writeUInt32BE: 'writeUInt32LE',
  writeUInt16LE: 'writeUInt16BE',
  writeUInt32LE: 'writeUInt32BE',
  getUint16: 'getInt16',
  getUint32: 'getInt32',
  resetAndDestroy: 'end',
  pause: 'resume',
  trim: 'trimEnd',
}
/** Without this, a read of four bytes also has a sign to lose. */
const SIGNED: Record<string, string> = {
  readUInt8: 'readInt8',
  readUInt16BE: 'readInt16BE',
  readUInt32BE: 'readInt32BE',
}

const confusedMethod: Operator = (node, [parent]) => {
  const name = propertyName(node)
  if (name === null || parent?.type !== 'CallExpression' || parent.callee !== node) return []
  const others = [CONFUSED[name], SIGNED[name]].filter((other) => other !== undefined)
  return others.map((other) => replace(node.property as AnyNode, other, `${name}() became ${other}()`))
}

const ENCODINGS: Record<string, string> = {
  utf8: 'latin1',
  'utf-8': 'latin1',
  latin1: 'utf8',
  ascii: 'utf8',
  hex: 'base64',
  binary: 'utf8',
}
const encoding: Operator = (node) => {
  const text = textOf(node)
  const other = text === null ? undefined : ENCODINGS[text]
  return other ? [replace(node, `'${other}'`, `'${text}' became '${other}'`)] : []
}

const lineEnd: Operator = (node, _, source) => {
  const raw = source.slice(node.start, node.end)
  if ((node.type !== 'Literal' && node.type !== 'TemplateElement') || !raw.includes('\\n')) return []
  return [
    replace(
      node,
      raw.replace(raw.includes('\\r\\n') ? '\\r\\n' : '\\n', ''),
      'the end of the line is not sent or not looked for',
    ),
  ]
}

const droppedOption: Operator = (node, [parent, grandparent]) => {
  if (node.type !== 'Property' || parent?.type !== 'ObjectExpression') return []
  if (grandparent?.type !== 'CallExpression' && grandparent?.type !== 'NewExpression') return []
  const key = node.key as AnyNode
  const name = String(key.name ?? key.value)
  return [replace(node, `...{}`, `the option ${name} is not given`)]
}

const notAwaited: Operator = (node, _, source) => {
  if (node.type !== 'AwaitExpression') return []
  const argument = node.argument as AnyNode
  return [replace(node, source.slice(argument.start, argument.end), 'nothing waits for it: await is gone')]
}

/** The most telling operators first: if only some of the mutants run, it is these. */
export const ALL_OPERATORS: readonly Operator[] = [
  removedListener,
  boundary,
  confusedMethod,
  encoding,
  droppedOption,
  decidedCondition,
  droppedStatement,
  swapOperator,
  lineEnd,
  notAwaited,
  offByOne,
]
