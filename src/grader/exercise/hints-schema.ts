import { z } from 'zod'
import { eachItsOwn } from '#lab/yaml/index.ts'
import { Cause, Pattern } from './causes-schema.ts'
import { Id, ParameterName, type Params, TestPattern } from './fields.ts'

const Count = z.string().regex(/^(==|>=|<=|>|<) \d+$/, 'a comparison, for example ">= 1" or "== 0"')

/** What the capture of a test must show. */
const CaptureCondition = z.strictObject({
  test: TestPattern.describe('The test whose capture is read.'),
  filter: z.string().min(1).describe('A display filter, for example tcp.flags.reset == 1.'),
  on: z
    .string()
    .optional()
    .describe('Where to capture, for example server or server:eth0; default: where each packet was sent.'),
  count: Count.default('>= 1').describe('Expected number of matching packets.'),
})

/** All that is given must hold. */
const Condition = z
  .strictObject({
    fails: z.array(TestPattern).min(1).optional().describe('For each pattern at least one test failed.'),
    passes: z
      .array(TestPattern)
      .min(1)
      .optional()
      .describe('All tests that match passed, and each pattern matches one.'),
    capture: z.array(CaptureCondition).min(1).optional().describe('All of these conditions hold.'),
    error: z
      .enum(['TIMEOUT', 'UNEXPECTED', 'END', 'RESET', 'REFUSED', 'UNREACHABLE', 'EXITED', 'ASSERTION'])
      .optional()
      .describe('Error code of a failed test in "fails" (of any failed test, if there is no "fails").'),
    output: Pattern.optional().describe(
      "A regular expression, searched in the standard error of the learner's programs in those tests.",
    ),
    leak: z
      .enum(['socket', 'listener', 'timer', 'file', 'unhandled', 'memory'])
      .optional()
      .describe('A resource that a failed test left open.'),
  })
  .refine((c) => c.fails || c.capture || c.leak || c.output, 'expected a symptom: fails, capture, leak or output')

/** Where a `{name}` in a hint's text gets its value. */
const HintValue = z.union([
  /** Path in the first failed test's evidence: `schedule.cut[0]`. */
  z.strictObject({
    evidence: z.string().regex(/^[A-Za-z]+(\.[A-Za-z]+|\[\d+\])*$/, 'a path, for example schedule.cut[0]'),
  }),
  z.strictObject({ param: z.string().min(1) }),
  z.strictObject({
    capture: CaptureCondition.omit({ count: true }),
    field: z.string().min(1),
    take: z.enum(['first', 'last', 'count', 'sum', 'max']),
  }),
])

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

const Lesson = z
  .string()
  .regex(
    /^\d\d-[a-z0-9-]+(#[a-z]+)?$/,
    'expected a lesson of the module, optionally with a step: 02-lines-buffers-tails#explain',
  )
  .optional()

/** A mistake learners make, known by what it does. */
const Mistake = z
  .strictObject({
    id: Id,
    priority: z
      .number()
      .int()
      .min(1)
      .max(99)
      .describe(
        'Lower comes first; unique. Nothing works: 1–9, framing: 10–39, closing: 40–59, errors: 60–79, cost: 80–99.',
      ),
    when: z
      .union([Condition, z.strictObject({ any: z.array(Condition).min(2) })])
      .describe('All given conditions must hold; with "any", one of them.'),
    say: z
      .string()
      .min(1)
      .describe('What the program did, what follows from it, what to do. A {name} takes its value from "values".'),
    values: z.record(z.string(), HintValue).default({}),
    lesson: Lesson.describe('The lesson to review; default: the one at the top of the file.'),
    show: z
      .enum(['ladder', 'bytes', 'sockets', 'output', 'counters'])
      .default('ladder')
      .describe('The picture shown with it.'),
  })
  .superRefine((mistake, context) => {
    for (const name of placeholders(mistake.say))
      if (!Object.hasOwn(mistake.values, name))
        context.addIssue({
          code: 'custom',
          path: ['say'],
          message: `found {${name}}, expected a value for it under "values"`,
        })
    for (const name of Object.keys(mistake.values))
      if (!placeholders(mistake.say).includes(name))
        context.addIssue({
          code: 'custom',
          path: ['values', name],
          message: `found a value for {${name}}, expected a text with it under "say"`,
        })
  })

const Stages = z
  .array(
    z.strictObject({
      text: z.string().min(1),
      costs: z.number().min(0).max(1).default(0).describe('Share of the points deducted for opening it.'),
      file: z.string().optional().describe('A file next to hints.yaml that is shown with it.'),
    }),
  )
  .min(1)
  .max(4)
  .describe(
    'Stages that every learner may open: the question an expert would ask, the concept, the fix in words, code with gaps.',
  )

const FileLesson = Lesson.describe('The lesson to review, optionally one step of it: 02-lines-buffers-tails#explain.')

/** The old form: its mistakes infer from which tests fail, so none of them is shown. */
const HintsBefore = z.strictObject({
  version: z.literal(1),
  stages: Stages,
  lesson: FileLesson,
  mistakes: z
    .array(Mistake)
    .superRefine(eachItsOwn('id', 'an id that no other mistake has'))
    .superRefine(eachItsOwn('priority', 'a priority that no other mistake has'))
    .describe('Not shown until they are written as causes (version 2).'),
})

/** A value of the variant. */
const FromVariant = z.strictObject({ parameter: ParameterName })

const HintsNow = z.strictObject({
  version: z.literal(2),
  stages: Stages,
  lesson: FileLesson,
  stream: z
    .union([
      z.strictObject({ delimiter: z.string().min(1).describe('What ends a message.') }),
      z.strictObject({
        length: z
          .union([z.literal(1), z.literal(2), z.literal(4), FromVariant])
          .describe('Bytes of the length in front; { parameter: width } takes it from the variant.'),
        order: z.union([z.enum(['BE', 'LE']), FromVariant]).default('BE'),
        includesHeader: z
          .union([z.boolean(), FromVariant])
          .default(false)
          .describe('Whether the length counts its own bytes.'),
      }),
    ])
    .default({ delimiter: '\n' })
    .describe('How TCP streams are divided into messages, for "cut" and "answered"; default: lines.'),
  causes: z
    .array(Cause)
    .superRefine(eachItsOwn('id', 'an id that no other cause has'))
    .describe('Why an assertion failed, each shown only where its evidence is.'),
})

/** `hints.yaml`: the stages anybody may ask for, and the causes that evidence shows. */
export const Hints = z.discriminatedUnion('version', [HintsBefore, HintsNow])
export type Hints = z.output<typeof Hints>

/** How TCP streams are divided into messages in one variant. */
export type MessageStream = { delimiter: string } | { length: number; order: 'BE' | 'LE'; includesHeader: boolean }

/** The messages of an exercise's streams: lines, unless its hints say otherwise. */
export function messagesIn(hints: Hints, params: Params): MessageStream {
  const stream = hints.version === 2 ? hints.stream : { delimiter: '\n' }
  if ('delimiter' in stream) return stream
  const resolved = (value: unknown) =>
    typeof value === 'object' && value !== null ? params[(value as { parameter: string }).parameter] : value
  return {
    length: Number(resolved(stream.length)),
    order: resolved(stream.order) === 'LE' ? 'LE' : 'BE',
    includesHeader: resolved(stream.includesHeader) === true,
  }
}

/** The causes that may be shown: none of a file in the old form. */
export const causesOf = (hints: Hints): readonly Cause[] => (hints.version === 2 ? hints.causes : [])

/** Ids that a claim may name. */
export const hintIds = (hints: Hints): string[] =>
  (hints.version === 2 ? hints.causes : hints.mistakes).map(({ id }) => id)
