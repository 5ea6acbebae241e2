import type { z } from 'zod'
import { hash32 } from '#network'
import { Item } from '../questions/index.ts'
import { Draw } from './draw.ts'
import type { Drill } from './drill.ts'

/** A question as a generator makes it, before its number and the replies to its mistakes are added. */
export type Generated = Unnumbered<ItemInput>
type ItemInput = z.input<typeof Item>
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never

/** The default export of a pack's `generator.ts`. `say(mistake, values)` is the pack's sentence for a class of mistakes. */
export type Generate = (
  draw: Draw,
  say: (mistake: string, values?: Record<string, string | number>) => string,
) => Generated

/** The questions of one round. */
export interface Round {
  drill: string
  seed: number
  items: Item[]
}

/** More tries than any generator with ten different questions needs. */
const MOST_TRIES = 200

/** Makes a round of different questions: the same pack and seed, the same round. Throws if the generator repeats itself too often. */
export function makeRound(drill: Drill, generate: Generate, seed: number): Round {
  const items: Item[] = []
  const asked = new Set<string>()
  for (let i = 0; items.length < drill.items; i++) {
    if (i === MOST_TRIES)
      throw new Error(
        `${drill.id}: ${MOST_TRIES} tries gave ${items.length} different questions, expected ${drill.items}`,
      )
    const made = generate(new Draw(hash32(seed, drill.id, i), drill.id), (mistake, values) =>
      say(drill, mistake, values),
    )
    const text = JSON.stringify(made)
    if (asked.has(text)) continue
    asked.add(text)
    items.push(Item.parse({ ...made, id: `${drill.id}-${items.length + 1}` }))
  }
  return { drill: drill.id, seed, items }
}

function say(drill: Drill, mistake: string, values: Record<string, string | number> = {}): string {
  const text = drill.mistakes[mistake]
  if (text === undefined)
    throw new Error(
      `${drill.id}: found the mistake "${mistake}", expected one of drill.yaml's: ${Object.keys(drill.mistakes).join(', ')}`,
    )
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (values[name] === undefined) throw new Error(`${drill.id}: the text of "${mistake}" needs a value for {${name}}`)
    return String(values[name])
  })
}
