import { hash32 } from '#network'
import type { Item } from '../item.ts'

/** Layout of a question: which choice or step is shown in which place. Answers use the item's own numbers. */
export interface Presented {
  item: Item
  /** Indices of `choices` or `steps` as they are shown; empty for other kinds. */
  order: number[]
}

/** The same seed shows a question in the same way. Steps never stand in their right order. */
export function present(item: Item, seed: number): Presented {
  if (item.kind === 'single' || item.kind === 'multiple')
    return { item, order: shuffled(item.choices.length, seed, item.id) }
  if (item.kind !== 'ordering') return { item, order: [] }
  const order = shuffled(item.steps.length, seed, item.id)
  const isSolved = order.every((step, place) => step === place)
  return { item, order: isSolved ? [...order.slice(1), order[0]!] : order }
}

/** Fisher and Yates' shuffle of 0 … n − 1. */
function shuffled(n: number, seed: number, label: string): number[] {
  const order = Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = hash32(seed, `order:${label}`, i) % (i + 1)
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}

/** The bytes of an item's hexadecimal text. */
export const hexBytes = (text: string): Uint8Array =>
  Uint8Array.from(text.replace(/\s+/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
