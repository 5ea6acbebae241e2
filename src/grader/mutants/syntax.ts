import { type Node, parse } from 'acorn'
import { transform } from 'sucrase'

export type { Node }

/** A node's fields; each operator reads those of its own kind of node. */
export type AnyNode = Node & Record<string, unknown>

/** A program without its types, on the same lines, and its syntax tree. */
export interface Parsed {
  source: string
  program: AnyNode
}

/** Parses a TypeScript or JavaScript module. Returns null for anything else: running it reports its mistakes. */
export function parseModule(text: string, file: string): Parsed | null {
  try {
    const source = file.endsWith('js')
      ? text
      : transform(text, { transforms: ['typescript'], disableESTransforms: true, filePath: file }).code
    const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowReturnOutsideFunction: true })
    return { source, program: program as unknown as AnyNode }
  } catch {
    return null
  }
}

/** Visits every node below `node` with its ancestors, in the order of the source. */
export function* nodesBelow(node: AnyNode, parents: readonly AnyNode[] = []): Generator<[AnyNode, readonly AnyNode[]]> {
  yield [node, parents]
  for (const child of childrenOf(node)) yield* nodesBelow(child, [node, ...parents])
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

const childrenOf = (node: AnyNode): AnyNode[] =>
  Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
    .sort((a, b) => a.start - b.start)

/** The name of a plain property: `x.on` is `on`; null for `x[on]`. */
export function propertyName(node: AnyNode): string | null {
  const property = node.property as AnyNode | undefined
  return node.type === 'MemberExpression' && node.computed !== true ? String(property?.name ?? '') : null
}

/** The method of a call: `socket.on('data', …)` has `on`. */
export function calledMethod(node: AnyNode): string | null {
  return node.type === 'CallExpression' ? propertyName(node.callee as AnyNode) : null
}

/** The text of a string literal. */
export const textOf = (node: AnyNode | undefined): string | null =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null
