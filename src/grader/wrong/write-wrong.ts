import { type Document, isMap, type Pair, parseDocument, Scalar, type YAMLMap } from 'yaml'
import type { Edit, Wrong } from '../exercise/index.ts'

/** An entry of `wrong.yaml`. When it exists already, fields left out of the claim stay as they are. */
export type WrongEntry = Partial<Pick<Wrong, 'idea' | 'fails' | 'passes' | 'hint'>> & Pick<Wrong, 'edits' | 'files'>

const ORDER = ['idea', 'fails', 'passes', 'hint', 'backends', 'edits', 'files']
const EMPTY = '# yaml-language-server: $schema=../../../../schemas/wrong.schema.json\nversion: 1\nmistakes: {}\n'
/** The repository's YAML style: no line is folded, lists are `[a, b]`. */
const STYLE = { lineWidth: 0, flowCollectionPadding: false, doubleQuotedMinMultiLineLength: 1e6 }

/** Returns the text of a `wrong.yaml` (`null`: a new one) with this entry. Everything else in it stays, comments too. */
export function writeWrong(text: string | null, name: string, entry: WrongEntry): string {
  const document = parseDocument(text ?? EMPTY)
  const mistakes = document.get('mistakes')
  if (!isMap(mistakes)) throw new Error('expected a wrong.yaml with a map under "mistakes"')
  mistakes.flow = false
  if (!isMap(mistakes.get(name))) {
    const pair = document.createPair(name, {})
    ;(pair.key as Scalar).spaceBefore = mistakes.items.length > 0
    mistakes.add(pair, true)
  }
  const node = mistakes.get(name) as YAMLMap
  node.flow = false
  fill(document, node, entry)
  return document.toString(STYLE)
}

function fill(document: Document, node: YAMLMap, { edits, files, idea, fails, passes, hint }: WrongEntry): void {
  const words = (list: readonly string[]) => document.createNode(list, { flow: true })
  if (idea !== undefined) put(document, node, 'idea', idea)
  if (fails) put(document, node, 'fails', words(fails))
  if (passes) put(document, node, 'passes', words(passes))
  if (hint !== undefined) put(document, node, 'hint', hint)
  const hasEdits = Object.keys(edits).length > 0
  if (hasEdits) put(document, node, 'edits', editsNode(document, edits))
  else node.delete('edits')
  if (files.length > 0) put(document, node, 'files', words(files))
  else node.delete('files')
}

/** Sets a value where it is, or puts it where an author would look for it. */
function put(document: Document, node: YAMLMap, key: string, value: unknown): void {
  if (node.has(key)) {
    node.set(key, value)
    return
  }
  const place = node.items.findIndex((pair) => ORDER.indexOf(String((pair as Pair).key)) > ORDER.indexOf(key))
  node.items.splice(place < 0 ? node.items.length : place, 0, document.createPair(key, value))
}

function editsNode(document: Document, edits: Readonly<Record<string, readonly Edit[]>>) {
  const lists = Object.entries(edits).map(([file, list]) => [
    file,
    list.map(({ find, put }) => ({ find: textNode(find), put: textNode(put) })),
  ])
  return document.createNode(Object.fromEntries(lists))
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
