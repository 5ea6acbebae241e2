import { z } from 'zod'
import { eachItsOwn } from '#lab/yaml/index.ts'
import { Cause } from './causes-schema.ts'
import { LessonName, ParameterName, type Params } from './fields.ts'

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

const FileLesson = LessonName.optional().describe(
  'The lesson to review, optionally one step of it: 02-lines-buffers-tails#explain. One of another module is named with it.',
)

/** A value of the variant. */
const FromVariant = z.strictObject({ parameter: ParameterName })

/** `hints.yaml`: the stages that every learner may ask for, and the causes that evidence shows. */
export const Hints = z.strictObject({
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

export type Hints = z.output<typeof Hints>

/** How TCP streams are divided into messages in one variant. */
export type MessageStream = { delimiter: string } | { length: number; order: 'BE' | 'LE'; includesHeader: boolean }

/** The messages of an exercise's streams: lines, unless its hints say otherwise. */
export function messagesIn(hints: Hints, params: Params): MessageStream {
  const { stream } = hints
  if ('delimiter' in stream) return stream
  const resolved = (value: unknown) =>
    typeof value === 'object' && value !== null ? params[(value as { parameter: string }).parameter] : value
  return {
    length: Number(resolved(stream.length)),
    order: resolved(stream.order) === 'LE' ? 'LE' : 'BE',
    includesHeader: resolved(stream.includesHeader) === true,
  }
}

/** Ids that a claim may name. */
export const hintIds = (hints: Hints): string[] => hints.causes.map(({ id }) => id)
