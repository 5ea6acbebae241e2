import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { FileProblems, type Problem } from './problem.ts'
import { syntaxSentence } from './syntax-error.ts'

/** Position of a value in its file. Lines and columns count from 1. */
export interface Position {
  file: string
  line: number
  column: number
}

/**
 * A YAML value that remembers where each of its parts was written. Trees may be merged from several places of a file and
 * still name the right line for every part.
 */
export type Located = LocatedScalar | LocatedList | LocatedMap
export interface LocatedScalar {
  kind: 'scalar'
  at: Position
  value: string | number | boolean | null
}
export interface LocatedList {
  kind: 'list'
  at: Position
  items: Located[]
}
export interface LocatedMap {
  kind: 'map'
  at: Position
  entries: Map<string, LocatedEntry>
}
export interface LocatedEntry {
  keyAt: Position
  value: Located
}

/** A path into a value: keys and list positions. */
export type Path = readonly PropertyKey[]

/** More values than any hand-written file has; bounds the expansion of aliases. */
const MOST_VALUES = 100_000

/** Parses YAML 1.2 text. Throws `FileProblems` with every syntax error, duplicate key and unusable alias. */
export function parseLocated(file: string, text: string): Located {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true })
  if (document.errors.length > 0) {
    const problems = document.errors.map((error): Problem => {
      const { line, col } = lineCounter.linePos(error.pos[0])
      return { file, line, column: col, path: '', message: syntaxSentence(error, text) }
    })
    // What follows the first error at a place is only its consequence.
    throw new FileProblems(problems.filter((one, i) => i === 0 || one.line !== problems[i - 1]!.line))
  }
  return new Reader(file, document, lineCounter).read(document.contents)
}

class Reader {
  readonly #file: string
  readonly #document: Document
  readonly #lines: LineCounter
  readonly #open = new Set<Node>()
  #count = 0

  constructor(file: string, document: Document, lines: LineCounter) {
    this.#file = file
    this.#document = document
    this.#lines = lines
  }

  read(node: Node | null, fallback: Position = { file: this.#file, line: 1, column: 1 }): Located {
    const at = this.#position(node) ?? fallback
    if (++this.#count > MOST_VALUES) this.#refuse(at, `the file has more than ${MOST_VALUES} values`)
    if (node === null) return { kind: 'scalar', at, value: null }
    if (isAlias(node)) return this.#alias(node, at)
    if (isScalar(node)) return { kind: 'scalar', at, value: this.#scalar(node.value, at) }
    this.#open.add(node)
    const value = isMap(node) ? this.#map(node.items as Pairs, at) : this.#list(node, at)
    this.#open.delete(node)
    return value
  }

  #map(pairs: Pairs, at: Position): LocatedMap {
    const entries = new Map<string, LocatedEntry>()
    for (const { key, value } of pairs) {
      const keyAt = this.#position(key) ?? at
      if (!isScalar(key)) this.#refuse(keyAt, 'found a list or map as a key, expected a word')
      entries.set(String(key.value), { keyAt, value: this.read(value, keyAt) })
    }
    return { kind: 'map', at, entries }
  }

  #list(node: Node, at: Position): LocatedList {
    if (!isSeq(node)) return this.#refuse(at, 'found something other than a value, list or map')
    return { kind: 'list', at, items: node.items.map((item) => this.read(item as Node | null, at)) }
  }

  #alias(alias: Alias, at: Position): Located {
    const target = alias.resolve(this.#document)
    if (!target)
      return this.#refuse(at, `found the alias *${alias.source}, expected an anchor &${alias.source} before it`)
    if (this.#open.has(target)) return this.#refuse(at, `the alias *${alias.source} contains itself`)
    return this.read(target)
  }

  #scalar(value: unknown, at: Position): string | number | boolean | null {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number') return value
    return this.#refuse(at, `found ${String(value)}, expected text, a number, true, false or null`)
  }

  #position(node: Node | null): Position | null {
    if (!node?.range) return null
    const { line, col } = this.#lines.linePos(node.range[0])
    return { file: this.#file, line, column: col }
  }

  #refuse(at: Position, message: string): never {
    throw new FileProblems([{ ...at, path: '', message }])
  }
}

type Pairs = { key: Node | null; value: Node | null }[]

/** The value alone, as JSON would have it. */
export function plain(located: Located): unknown {
  if (located.kind === 'scalar') return located.value
  if (located.kind === 'list') return located.items.map(plain)
  return Object.fromEntries([...located.entries].map(([key, { value }]) => [key, plain(value)]))
}

/** The part at `path`, or the nearest part around it that exists. */
export function partAt(root: Located, path: Path): Located {
  let part = root
  for (const step of path) {
    const next = childOf(part, step)
    if (!next) return part
    part = next
  }
  return part
}

/** Where to point for `path`: at the key where the parent is a map, else at the value. */
export function positionOf(root: Located, path: Path): Position {
  const parent = partAt(root, path.slice(0, -1))
  const last = path.at(-1)
  if (last !== undefined && parent.kind === 'map') return parent.entries.get(String(last))?.keyAt ?? parent.at
  return partAt(root, path).at
}

function childOf(part: Located, step: PropertyKey): Located | undefined {
  if (part.kind === 'map') return part.entries.get(String(step))?.value
  if (part.kind === 'list') return part.items[Number(step)]
  return undefined
}

/** `topology.links[0].delay`; keys other than plain words are quoted. */
export function formatPath(path: Path): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`
      const word = String(step)
      if (!/^[\w-]+$/.test(word)) return `[${JSON.stringify(word)}]`
      return i === 0 ? word : `.${word}`
    })
    .join('')
}
