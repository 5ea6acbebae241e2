import { z } from 'zod'
import { Id, LessonName, Scalar, TestPattern } from './fields.ts'

const COUNT = /^(==|>=|<=|>|<) \d+$/
const Count = z.string().regex(COUNT, 'a comparison, such as ">= 1" or "== 0"')

/** A regular expression as text. */
const Pattern = z.string().refine((text) => {
  try {
    return Boolean(new RegExp(text, 'm'))
  } catch {
    return false
  }
}, 'expected a regular expression')

const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value): z.output<T>[] => (Array.isArray(value) ? value : [value]))

/** Relations of the received value to the expected one. */
export const Relation = z.enum([
  'nothing',
  'beginning',
  'ending',
  'longer',
  'extra-before',
  'repeated',
  'extra-cr',
  'missing-cr',
  'case',
  'whitespace',
  'broken-character',
  'swapped',
  'missing-lines',
  'extra-lines',
  'other-client',
  'more',
  'less',
  'one-more',
  'one-less',
  'double',
  'half',
])
export type Relation = z.output<typeof Relation>

/** Position of a byte within the messages of its stream. */
export const BytePlace = z.enum([
  'start',
  'inside-character',
  'between-cr-lf',
  'inside-line',
  'line-end',
  'inside-length',
  'inside-frame',
  'frame-end',
])
export type BytePlace = z.output<typeof BytePlace>

const Flag = z.enum(['SYN', 'FIN', 'RST', 'data'])

export const Growth = z.enum(['constant', 'doubling', 'growing', 'shrinking'])
export type Growth = z.output<typeof Growth>

const Packets = z.strictObject({
  filter: z.string().min(1).describe('A display filter, such as tcp.flags.reset == 1.'),
  on: z.string().optional().describe('Where it is taken, such as server or server:eth0; absent: where it was sent.'),
  count: Count.default('>= 1').describe('How many packets match.'),
  field: z.string().min(1).optional().describe('A field of them: {field} in "say" is its value in the last packet.'),
})

const Sent = z.strictObject({
  from: Id.describe('The host.'),
  flag: Flag.describe('SYN, FIN, RST, or data.'),
  count: Count.default('>= 1'),
})

const Gaps = z.strictObject({
  filter: z.string().min(1).describe('The packets whose times are looked at; at least three.'),
  are: Growth.describe('constant: all within 10 %; doubling: each twice the one before, within 20 %.'),
})

const Exit = z.strictObject({
  code: z.number().int().optional(),
  signal: z.string().optional().describe('The signal that ended it, such as SIGTERM.'),
  error: Pattern.optional().describe('A regular expression for the code or the message of the uncaught error.'),
})

const Tests = z.strictObject({
  fail: oneOrMore(TestPattern).optional().describe('Each pattern has a failed test.'),
  pass: oneOrMore(TestPattern).optional().describe('Each pattern has a test, and all of them passed.'),
})

/** Conditions on the evidence of one failed assertion. All that are given must hold. */
export interface When {
  received?: Relation[] | undefined
  text?: string | undefined
  cut?: BytePlace[] | undefined
  joined?: true | undefined
  answered?: BytePlace[] | undefined
  sent?: z.output<typeof Sent> | undefined
  packets?: z.output<typeof Packets> | undefined
  gaps?: z.output<typeof Gaps> | undefined
  leak?: LeakKind | undefined
  exit?: z.output<typeof Exit> | undefined
  stderr?: string | undefined
  error?: FailureCode | undefined
  variant?: Record<string, Scalar> | undefined
  tests?: z.output<typeof Tests> | undefined
  all?: When[] | undefined
  any?: When[] | undefined
  not?: When | undefined
}

const LeakKind = z.enum(['socket', 'listener', 'timer', 'file', 'unhandled', 'memory'])
type LeakKind = z.output<typeof LeakKind>
const FailureCode = z.enum(['TIMEOUT', 'UNEXPECTED', 'END', 'RESET', 'REFUSED', 'UNREACHABLE', 'EXITED', 'ASSERTION'])
type FailureCode = z.output<typeof FailureCode>

export const When: z.ZodType<When> = z.lazy(() =>
  z.strictObject({
    received: oneOrMore(Relation).optional().describe('The value that came, beside the value that was expected.'),
    text: Pattern.optional().describe('A regular expression that the text which came matches.'),
    cut: oneOrMore(BytePlace).optional().describe('Where the stream had to be cut for the test to fail.'),
    joined: z.literal(true).optional().describe('The test fails only when several messages come in one segment.'),
    answered: oneOrMore(BytePlace).optional().describe('How far the stream had come when the wrong bytes were sent.'),
    sent: Sent.optional().describe("Packets of a host, on the assertion's connection where it has one."),
    packets: Packets.optional().describe("Packets of the test's world, by a display filter."),
    gaps: Gaps.optional().describe('The times between packets.'),
    leak: LeakKind.optional().describe('What was left open.'),
    exit: Exit.optional().describe("A program of the learner's ended."),
    stderr: Pattern.optional().describe("A regular expression, searched in what the learner's programs wrote."),
    error: FailureCode.optional().describe('How the assertion failed. Not enough by itself.'),
    variant: z.record(z.string(), Scalar).optional().describe("The variant's parameters. Not enough by itself."),
    tests: Tests.optional().describe('Other tests. Not enough by itself.'),
    all: z.array(When).min(1).optional().describe('All of these hold.'),
    any: z.array(When).min(2).optional().describe('One of these holds.'),
    not: When.optional().describe('This does not hold.'),
  }),
) as z.ZodType<When>

/** Conditions on the assertion's evidence, not only on which tests failed or which variant it was. */
const EVIDENCE = [
  'received',
  'text',
  'cut',
  'joined',
  'answered',
  'sent',
  'packets',
  'gaps',
  'leak',
  'exit',
  'stderr',
] as const

/** Whether every way to satisfy it examines evidence. `not` also holds when its condition is unknown, so alone it shows nothing. */
function looksAtEvidence(when: When): boolean {
  if (EVIDENCE.some((key) => when[key] !== undefined)) return true
  if (when.all?.some(looksAtEvidence)) return true
  return when.any?.every(looksAtEvidence) ?? false
}

/** The parts that hold whenever the whole does: what `say` may quote. */
export const certainParts = (when: When): When[] => [when, ...(when.all ?? []).flatMap(certainParts)]

/** Whether a predicate asks how a program of the learner ended, or what it wrote about it. */
export const asksHowItEnded = (when: When): boolean =>
  certainParts(when).some(
    (part) => part.exit !== undefined || part.stderr !== undefined || part.any?.every(asksHowItEnded),
  )

/** Every part, at any depth. */
export const allParts = (when: When): When[] => [
  when,
  ...[...(when.all ?? []), ...(when.any ?? []), ...(when.not ? [when.not] : [])].flatMap(allParts),
]

/** What a `{name}` in "say" needs among the certain parts of "when". */
const QUOTES: Readonly<Record<string, (when: When) => boolean>> = {
  cut: ({ cut }) => cut !== undefined,
  received: ({ received, text }) => received !== undefined || text !== undefined,
  expected: ({ received }) => received !== undefined,
  count: ({ packets, sent }) => packets !== undefined || sent !== undefined,
  field: ({ packets }) => packets?.field !== undefined,
  error: ({ exit }) => exit !== undefined,
}

/** `{cut}`, `{params.maxLine}` */
export const placeholders = (text: string): string[] => [...text.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => name!)

/** Returns what is wrong with a placeholder of `say`, or null. */
function placeholderProblem(name: string, when: When): string | null {
  if (name.startsWith('params.')) return null
  const needs = QUOTES[name]
  if (!needs) return `found {${name}}, expected {params.<name>} or one of ${Object.keys(QUOTES).join(', ')}`
  if (certainParts(when).some(needs)) return null
  return `found {${name}}, which "when" does not look at in every case`
}

/** The author's sentence for why an assertion failed, and the evidence that shows it. */
export const Cause = z
  .strictObject({
    id: Id,
    at: z
      .record(TestPattern, oneOrMore(z.string().min(1)))
      .describe('By test, the labels of the assertions: h3/*: the three answers. "*" stands for any characters.'),
    when: When.describe('All that is given must hold, of the evidence of this one assertion.'),
    say: z.string().min(1).describe('What the program does, what follows, what to do. May quote what "when" looks at.'),
    lesson: LessonName.optional().describe(
      'What to read again, where it is not the lesson named at the top of the file.',
    ),
    show: z.enum(['ladder', 'bytes', 'sockets', 'output', 'counters']).default('ladder'),
  })
  .superRefine(({ when, say }, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (!looksAtEvidence(when))
      issue('when', `expected evidence in every case (one of ${EVIDENCE.join(', ')}): which tests fail shows no cause`)
    for (const name of placeholders(say)) {
      const problem = placeholderProblem(name, when)
      if (problem !== null) issue('say', problem)
    }
  })
export type Cause = z.output<typeof Cause>
