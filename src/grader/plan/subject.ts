const subjects = new WeakMap<object, string>()

/** Keeps, beside what a comparison threw, the words that its author has for what was compared: they are the subject of the sentence in a report. */
export function nameSubject(thrown: unknown, subject: string): void {
  if (!(thrown instanceof Error) || subjects.has(thrown)) return
  subjects.set(thrown, subject)
  // Where nobody writes a report, under Vitest itself, the words stand before the message, as chai has them.
  thrown.message = `${subject}: ${thrown.message}`
}

/** The words of `nameSubject`, and the message without them. */
export function subjectOf(error: Error): { subject: string | null; message: string } {
  const subject = subjects.get(error) ?? null
  return { subject, message: subject === null ? error.message : error.message.slice(subject.length + 2) }
}
