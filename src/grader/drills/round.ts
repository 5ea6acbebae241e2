import type { z } from 'zod'
import { hash32 } from '#network'
import { Item } from '../questions/index.ts'
import { Draw } from './draw.ts'
import type { Drill } from './drill.ts'

/**
 * A question as a generator makes it, before its number is added. Mistakes of a question for a number need no sentence:
 * the pack's is added. Those that lead to the right number, to one that's there, or to a fraction of a whole one are left out.
 */
export type Generated = Unnumbered<Exclude<ItemInput, NumericInput>> | Numeric
type ItemInput = z.input<typeof Item>
type NumericInput = Extract<ItemInput, { kind: 'numeric' }>
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never
type Mistake = NonNullable<NumericInput['mistakes']>[number]
type Numeric = Omit<NumericInput, 'id' | 'mistakes'> & {
  mistakes?: readonly (Mistake | (Omit<Mistake, 'because'> & { mistake: string; because?: never }))[]
}

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
    const whole = made.kind === 'numeric' ? { ...made, mistakes: mistakesOf(drill, made) } : made
    items.push(Item.parse({ ...whole, id: `${drill.id}-${items.length + 1}` }))
  }
  return { drill: drill.id, seed, items }
}

function mistakesOf(drill: Drill, { value, mistakes = [] }: Numeric): Mistake[] {
  return mistakes
    .filter((one, i) => one.value !== value && mistakes.findIndex((other) => other.value === one.value) === i)
    .filter((one) => Number.isInteger(one.value) || !Number.isInteger(value))
    .map((one) => ({ ...one, because: one.because ?? say(drill, one.mistake) }))
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
