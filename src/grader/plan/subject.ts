/** A test author's words for the value that an assertion examines. */
export interface Label {
  /** Names it in a learner's words: the subject of the sentence, and what hints.yaml refers to. */
  about: string
  /** The headline of a failure, instead of one made from the values. Must be true of every failure. */
  say?: string
  /** Unit of a number: `ms`, `bytes`. */
  unit?: string
  /** The datagram that carried the value: if the value is wrong, so is its packet. */
  datagram?: { readonly packet?: number }
}

export const labelOf = (label: string | Label): Label => (typeof label === 'string' ? { about: label } : label)

interface Named {
  label: Label
  /** The expected value of a comparison that was never made, because its wait failed. */
  wanted?: { value: unknown }
}

const named = new WeakMap<object, Named>()

/** Attaches to an assertion's error the author's words for the value. */
export function nameSubject(thrown: unknown, label: Label, wanted?: Named['wanted']): void {
  if (!(thrown instanceof Error) || named.has(thrown)) return
  named.set(thrown, { label, ...(wanted && { wanted }) })
  // Under Vitest itself, without a report, the words precede the message, as in chai.
  thrown.message = `${label.about}: ${thrown.message}`
}

/** The words of `nameSubject`, and the message without them. */
export function subjectOf(error: Error): Partial<Named> & { message: string } {
  const known = named.get(error)
  return { ...known, message: known ? error.message.slice(known.label.about.length + 2) : error.message }
}
