import { visibleText } from '#lab'
import { asksHowItEnded, type Cause, certainParts, matchesPattern } from '../exercise/index.ts'
import { questionKey, questionOf } from './capture-questions.ts'
import { holds, learners, type Question, textOf } from './holds.ts'

/** A cause that the evidence shows. */
export interface ChosenCause {
  cause: Cause
  text: string
}

/** Most causes shown: beyond this the evidence doesn't discriminate. */
const MOST_CAUSES = 2

/**
 * Finds why an assertion failed, as far as its evidence shows: one cause, two that are both possible, or none. Never takes one of another assertion:
 * silence costs less than a false accusation. What a program left undone that ended with an error was perhaps never reached: then only a cause that
 * asks how it ended is shown.
 */
export function chooseCauses(causes: readonly Cause[], question: Question): ChosenCause[] {
  const hasCrashed = learners(question.facts).some(({ exit }) => exit?.error)
  const fitting = causes.flatMap((cause) => {
    if (!isAbout(cause, question) || !holds(cause.when, question)) return []
    if (hasCrashed && !asksHowItEnded(cause.when)) return []
    const text = quote(cause, question)
    return text === null ? [] : [{ cause, text }]
  })
  return fitting.length > MOST_CAUSES ? [] : fitting
}

function isAbout({ at }: Cause, { facts: { test, about } }: Question): boolean {
  return Object.entries(at).some(
    ([pattern, labels]) =>
      matchesPattern(pattern, test) && labels.some((label) => about !== null && labelMatches(label, about)),
  )
}

/** `*` in a label stands for any characters. */
const labelMatches = (pattern: string, label: string): boolean =>
  new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 's').test(label)

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** Fills the author's sentence with the values that its predicate examined; null if one is missing. */
function quote({ say, when }: Cause, question: Question): string | null {
  let isComplete = true
  const text = say.replace(/\{([\w.]+)\}/g, (_, name: string) => {
    const value = quoted(name, when, question)
    isComplete &&= value !== undefined
    return visibleText(String(value))
  })
  return isComplete ? text : null
}

function quoted(name: string, when: Cause['when'], { facts }: Question): string | number | boolean | undefined {
  if (name.startsWith('params.')) return facts.params[name.slice('params.'.length)]
  if (name === 'cut') return facts.cuts[0]?.offset
  if (name === 'received') return textOf(facts.compared?.actual) ?? undefined
  if (name === 'expected') return textOf(facts.compared?.expected) ?? undefined
  if (name === 'error') {
    const error = learners(facts).find(({ exit }) => exit?.error)?.exit?.error
    return error?.code ?? error?.message
  }
  const packets = certainParts(when).flatMap((part) => part.packets ?? [])[0]
  if (packets) {
    const answer = facts.captures.get(questionKey(questionOf(packets)))
    return name === 'count' ? answer?.count : answer?.values.at(-1)
  }
  const sent = certainParts(when).flatMap((part) => part.sent ?? [])[0]
  if (!sent) return undefined
  const counts = facts.connection?.program === sent.from ? facts.connection.sent : facts.sent[sent.from]
  return counts?.[sent.flag]
}
