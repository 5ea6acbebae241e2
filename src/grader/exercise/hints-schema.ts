import { z } from 'zod'
import { Id, TestPattern } from './fields.ts'

const Count = z.string().regex(/^(==|>=|<=|>|<) \d+$/, 'a comparison, such as ">= 1" or "== 0"')

/** A regular expression as text. */
const Pattern = z.string().refine((text) => {
  try {
    return Boolean(new RegExp(text, 'm'))
  } catch {
    return false
  }
}, 'expected a regular expression')

/** What the capture of a test must show. The filter is Lab's display filter. */
export const CaptureCondition = z.strictObject({
  test: TestPattern,
  filter: z.string().min(1),
  on: z.string().optional(),
  count: Count.default('>= 1'),
})
export type CaptureCondition = z.output<typeof CaptureCondition>

/** All that is given must hold. */
export const Condition = z
  .strictObject({
    /** Each pattern has a failed test. */
    fails: z.array(TestPattern).min(1).optional(),
    /** Each pattern has a test, and all of them passed. */
    passes: z.array(TestPattern).min(1).optional(),
    capture: z.array(CaptureCondition).min(1).optional(),
    /** Code of a failed test named in `fails` (of any failed test without it). */
    error: z
      .enum(['TIMEOUT', 'UNEXPECTED', 'END', 'RESET', 'REFUSED', 'UNREACHABLE', 'EXITED', 'ASSERTION'])
      .optional(),
    /** Searched in the standard error of the learner's programs in those tests. */
    output: Pattern.optional(),
    leak: z.enum(['socket', 'listener', 'timer', 'file', 'unhandled', 'memory']).optional(),
  })
  .refine(
    (c) => c.fails || c.capture || c.leak || c.output,
    'expected something that went wrong: fails, capture, leak or output',
  )
export type Condition = z.output<typeof Condition>

/** Where a `{name}` in a hint's text gets its value. */
export const HintValue = z.union([
  /** Path in the first failed test's evidence: `schedule.cut[0]`. */
  z.strictObject({
    evidence: z.string().regex(/^[A-Za-z]+(\.[A-Za-z]+|\[\d+\])*$/, 'a path, such as schedule.cut[0]'),
  }),
  z.strictObject({ param: z.string().min(1) }),
  z.strictObject({
    capture: CaptureCondition.omit({ count: true }),
    field: z.string().min(1),
    take: z.enum(['first', 'last', 'count', 'sum', 'max']),
  }),
])
export type HintValue = z.output<typeof HintValue>

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

/** A mistake learners make, known by what it does. */
export const Mistake = z
  .strictObject({
    id: Id,
    /** Lower goes first; unique. Nothing works 1–9, framing 10–39, closing 40–59, errors 60–79, cost 80–99. */
    priority: z.number().int().min(1).max(99),
    when: z.union([Condition, z.strictObject({ any: z.array(Condition).min(2) })]),
    say: z.string().min(1),
    values: z.record(z.string(), HintValue).default({}),
    /** Which picture stands beside it. */
    show: z.enum(['ladder', 'bytes', 'sockets', 'output', 'counters']).default('ladder'),
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
export type Mistake = z.output<typeof Mistake>

/** `hints.yaml`: the stages anybody may ask for, and the mistakes that are recognised. */
export const Hints = z
  .strictObject({
    version: z.literal(1),
    /** Stage 1 a question, 2 the packet or line, 3 the API or RFC section, 4 a skeleton. */
    stages: z
      .array(
        z.strictObject({
          text: z.string().min(1),
          /** Share of the points that it costs. */
          costs: z.number().min(0).max(1).default(0),
          /** A file beside hints.yaml that is shown with it. */
          file: z.string().optional(),
        }),
      )
      .min(1)
      .max(4),
    mistakes: z.array(Mistake),
  })
  .superRefine((hints, context) => {
    for (const key of ['id', 'priority'] as const) {
      const values = hints.mistakes.map((mistake) => mistake[key])
      for (const [i, value] of values.entries())
        if (values.indexOf(value as never) !== i)
          context.addIssue({
            code: 'custom',
            path: ['mistakes', i, key],
            message: `found ${JSON.stringify(value)}, expected a ${key} that no other mistake has`,
          })
    }
  })
export type Hints = z.output<typeof Hints>
