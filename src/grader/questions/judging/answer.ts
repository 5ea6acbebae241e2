/** A learner's answer, in the item's own numbering, however the page showed it. */
export type Answer =
  | { kind: 'single'; choice: number }
  | { kind: 'multiple'; choices: readonly number[] }
  /** Indices of the steps, in the order that the learner put them in. */
  | { kind: 'ordering'; order: readonly number[] }
  /** As it was typed: `80 ms`. */
  | { kind: 'numeric'; text: string }
  /** First and last byte. */
  | { kind: 'bytes'; pick: readonly [number, number] }
  | { kind: 'packet'; text: string }
