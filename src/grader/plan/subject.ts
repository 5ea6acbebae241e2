/** What the author of a test says about what an assertion looks at. */
export interface Label {
  /** Names it in a learner's words: the subject of the sentence, and what hints.yaml refers to. */
  about: string
  /** The headline where it fails, instead of the one that is made from the values. Must be true of every failure. */
  say?: string
  /** Of a number: `ms`, `bytes`. */
  unit?: string
  /** The datagram that carried the value: where it is wrong, so is its packet. */
  datagram?: { readonly packet?: number }
}

export const labelOf = (label: string | Label): Label => (typeof label === 'string' ? { about: label } : label)

interface Named {
  label: Label
  /** What a comparison expected that never came to be made, because what it waited for did not come. */
  wanted?: { value: unknown }
}

const named = new WeakMap<object, Named>()

/** Keeps, beside what an assertion threw, the words that its author has for what it looks at. */
export function nameSubject(thrown: unknown, label: Label, wanted?: Named['wanted']): void {
  if (!(thrown instanceof Error) || named.has(thrown)) return
  named.set(thrown, { label, ...(wanted && { wanted }) })
  // Where nobody writes a report, under Vitest itself, the words stand before the message, as chai has them.
  thrown.message = `${label.about}: ${thrown.message}`
}

/** The words of `nameSubject`, and the message without them. */
export function subjectOf(error: Error): Partial<Named> & { message: string } {
  const known = named.get(error)
  return { ...known, message: known ? error.message.slice(known.label.about.length + 2) : error.message }
}
