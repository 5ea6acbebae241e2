import { isMap, parseDocument, type Scalar, type YAMLMap } from 'yaml'
import type { Wrong } from '../exercise/index.ts'
import { STYLE, YamlEntry } from './yaml-entry.ts'

/** An entry of `wrong.yaml`. When it exists already, fields left out of the claim stay as they are. */
export type WrongEntry = Partial<Pick<Wrong, 'idea' | 'fails' | 'passes' | 'hint'>> & Pick<Wrong, 'edits' | 'files'>

const ORDER = ['idea', 'fails', 'passes', 'hint', 'backends', 'edits', 'files']
const EMPTY = '# yaml-language-server: $schema=../../../../schemas/wrong.schema.json\nversion: 1\nmistakes: {}\n'

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
  fill(new YamlEntry(document, mistakes.get(name) as YAMLMap, ORDER), entry)
  return document.toString(STYLE)
}

function fill(node: YamlEntry, { edits, files, idea, fails, passes, hint }: WrongEntry): void {
  if (idea !== undefined) node.set('idea', idea)
  if (fails) node.setWords('fails', fails)
  if (passes) node.setWords('passes', passes)
  if (hint !== undefined) node.set('hint', hint)
  node.setEdits(edits)
  node.setWords('files', files.length > 0 ? files : undefined)
}
