import { type BytePlace, type Growth, type MessageStream, matchesPattern, type When } from '../exercise/index.ts'
import { questionKey, questionOf } from './capture-questions.ts'
import type { Facts, TestOutcomes } from './facts.ts'
import { placeIn } from './place.ts'
import { relationsOf } from './relation.ts'

/** Context of predicates, besides the facts of one assertion. */
export interface Question {
  facts: Facts
  tests: TestOutcomes
  messages: MessageStream
}

type Predicates = { [K in keyof When]-?: (asked: NonNullable<When[K]>, question: Question) => boolean }

/** Unknown means false. Then `not` is true, which is why `not` alone is no evidence (`looksAtEvidence`). */
const PREDICATES: Predicates = {
  received: (relations, { facts }) => {
    if (!facts.compared) return false
    const found = relationsOf(facts.compared, facts.others, facts.connection?.said)
    return relations.some((relation) => found.has(relation))
  },
  text: (pattern, { facts }) => {
    const text = textOf(facts.compared?.actual)
    return text !== null && new RegExp(pattern, 'm').test(text)
  },
  cut: (places, question) => {
    const found = cutPlaces(question)
    return found.length > 0 && found.every((place) => places.includes(place))
  },
  joined: (_, { facts }) => (facts.evidence.schedule?.join.length ?? 0) > 0,
  answered: (places, { facts: { connection }, messages }) => {
    if (!connection?.wrong) return false
    return places.includes(placeIn(connection.said, connection.wrong.arrived, messages))
  },
  sent: ({ from, flag, count }, { facts: { connection, sent } }) => {
    const counts = connection?.program === from ? connection.sent : sent[from]
    return compares(counts?.[flag] ?? 0, count)
  },
  packets: (packets, { facts }) => {
    const answer = facts.captures.get(questionKey(questionOf(packets)))
    return answer !== undefined && compares(answer.count, packets.count)
  },
  gaps: ({ filter, are }, { facts }) => {
    const { times = [] } = facts.captures.get(questionKey({ filter })) ?? {}
    return times.length >= 3 && grow(times, are)
  },
  leak: (kind, { facts }) => facts.evidence.leaks.some((leak) => leak.kind === kind),
  exit: ({ code, signal, error }, { facts }) =>
    learners(facts).some(
      ({ exit }) =>
        exit !== null &&
        (code === undefined || exit.code === code) &&
        (signal === undefined || exit.signal === signal) &&
        (error === undefined || new RegExp(error).test(`${exit.error?.code ?? ''} ${exit.error?.message ?? ''}`)),
    ),
  stderr: (pattern, { facts }) => learners(facts).some(({ stderr }) => new RegExp(pattern, 'm').test(stderr)),
  error: (code, { facts }) => facts.evidence.code === code,
  variant: (params, { facts }) => Object.entries(params).every(([name, value]) => facts.params[name] === value),
  tests: ({ fail = [], pass = [] }, { tests }) => {
    const meant = (pattern: string) => [...tests].filter(([id]) => matchesPattern(pattern, id))
    return (
      fail.every((pattern) => meant(pattern).some(([, outcome]) => outcome === 'failed')) &&
      pass.every((pattern) => meant(pattern).length > 0 && meant(pattern).every(([, outcome]) => outcome === 'passed'))
    )
  },
  all: (parts, question) => parts.every((part) => holds(part, question)),
  any: (parts, question) => parts.some((part) => holds(part, question)),
  not: (part, question) => !holds(part, question),
}

/** Whether every condition of a predicate holds. */
export function holds(when: When, question: Question): boolean {
  return (Object.keys(when) as (keyof When)[]).every((key) => {
    const asked = when[key]
    const predicate = PREDICATES[key] as (asked: unknown, question: Question) => boolean
    return asked === undefined || predicate(asked, question)
  })
}

const cutPlaces = ({ facts, messages }: Pick<Question, 'facts' | 'messages'>): BytePlace[] =>
  facts.cuts.map(({ offset, stream }) => placeIn(stream, offset, messages))

/** Programs of the learner: those of the test's author are called `tests:…`. */
export const learners = ({ evidence }: Facts) => evidence.processes.filter(({ name }) => !name.startsWith('tests:'))

/** A value as text: lists as lines, other objects as JSON. */
export function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.map((item) => textOf(item) ?? '').join('\n')
  if (value instanceof Uint8Array) return new TextDecoder('latin1').decode(value)
  if (value === undefined || value === null) return null
  return typeof value === 'object' ? jsonOf(value) : String(value)
}

/** Returns null for what JSON can't express, such as a cycle. */
function jsonOf(value: object): string | null {
  try {
    return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)) ?? null
  } catch {
    return null
  }
}

function compares(count: number, comparison: string): boolean {
  const [operator, text] = comparison.split(' ')
  const limit = Number(text)
  if (operator === '==') return count === limit
  if (operator === '>=') return count >= limit
  if (operator === '<=') return count <= limit
  return operator === '>' ? count > limit : count < limit
}

/** Whether the gaps between events grow, shrink or stay. */
function grow(times: readonly number[], how: Growth): boolean {
  const gaps = times.slice(1).map((time, i) => time - times[i]!)
  const ratios = gaps.slice(1).map((gap, i) => gap / gaps[i]!)
  if (how === 'constant') return ratios.every((ratio) => Math.abs(ratio - 1) <= 0.1)
  if (how === 'doubling') return ratios.every((ratio) => Math.abs(ratio - 2) <= 0.4)
  return how === 'growing' ? ratios.every((ratio) => ratio > 1.1) : ratios.every((ratio) => ratio < 0.9)
}
