import { type Document, type Pair, Scalar, type YAMLMap } from 'yaml'
import type { Edit } from '../exercise/index.ts'

/** The repository's YAML style: no line is folded, lists are `[a, b]`. */
export const STYLE = { lineWidth: 0, flowCollectionPadding: false, doubleQuotedMinMultiLineLength: 1e6 }

/** A map of a document, whose new keys go where an author would look for them. */
export class YamlEntry {
  readonly #document: Document
  readonly #node: YAMLMap
  readonly #order: readonly string[]

  constructor(document: Document, node: YAMLMap, order: readonly string[]) {
    this.#document = document
    this.#node = node
    this.#order = order
    node.flow = false
  }

  /** Sets a value where it is, or puts it in its place; undefined removes it. */
  set(key: string, value: unknown): void {
    const { items } = this.#node
    if (value === undefined) this.#node.delete(key)
    else if (this.#node.has(key)) this.#node.set(key, value)
    else {
      const rank = (pair: Pair) => this.#order.indexOf(String(pair.key))
      const place = items.findIndex((pair) => rank(pair as Pair) > this.#order.indexOf(key))
      items.splice(place < 0 ? items.length : place, 0, this.#document.createPair(key, value))
    }
  }

  /** Sets a list of words on one line. */
  setWords(key: string, words: readonly string[] | undefined): void {
    this.set(key, words && this.#document.createNode(words, { flow: true }))
  }

  setEdits(edits: Readonly<Record<string, readonly Edit[]>>): void {
    const lists = Object.entries(edits).map(([file, list]) => [
      file,
      list.map(({ find, put }) => ({ find: textNode(find), put: textNode(put) })),
    ])
    this.set('edits', lists.length > 0 ? this.#document.createNode(Object.fromEntries(lists)) : undefined)
  }
}

/** Code without escapes: lines, and what would have to be quoted and has quotes in it, as a block. A block cannot begin with an empty line and white space. */
function textNode(text: string): Scalar {
  const node = new Scalar(text)
  const isHardToQuote = /['"\\]/.test(text) && /^[\s\-?:,[\]{}#&*!|>'"%@`]|: |:$| #/.test(text)
  const beginsEmpty = /^\s*\n/.test(text)
  if (beginsEmpty) node.type = Scalar.QUOTE_DOUBLE
  else if (text.includes('\n') || isHardToQuote) node.type = Scalar.BLOCK_LITERAL
  return node
}
