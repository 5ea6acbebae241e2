import { isMap, isSeq, parseDocument } from 'yaml'
import type { Attempt } from '../exercise/index.ts'
import { STYLE, YamlEntry } from './yaml-entry.ts'

/** How an attempt's program is stored: as edits of the program `like`, or whole in its folder. */
export type AttemptForm = Pick<Attempt, 'like' | 'edits'>

const ORDER = ['name', 'verdict', 'truth', 'causes', 'like', 'edits']

/** Returns the text of an `attempts.yaml` with another form for one of its attempts. Everything else in it stays, comments too. */
export function writeAttempt(text: string, name: string, { like, edits }: AttemptForm): string {
  const document = parseDocument(text)
  const attempts = document.get('attempts')
  const node = isSeq(attempts) && attempts.items.find((item) => isMap(item) && item.get('name') === name)
  if (!isMap(node)) throw new Error(`expected an attempts.yaml with an entry named ${name}`)
  const entry = new YamlEntry(document, node, ORDER)
  entry.set('like', like)
  entry.setEdits(edits)
  return document.toString(STYLE)
}
