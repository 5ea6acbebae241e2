import { z } from 'zod'
import { eachItsOwn } from '#lab/yaml/index.ts'
import { Edits } from '../edits/index.ts'
import { Id } from '../fields.ts'

/** The name under which an attempt's `like` means the solution. */
export const SOLUTION = 'solution'

const Told = z
  .strictObject({
    name: Id.refine((name) => name !== SOLUTION, {
      message: `found "${SOLUTION}", expected another name: "like: ${SOLUTION}" means the exercise's own`,
    }).describe('Its folder below attempts/, or the name of what "like" and "edits" make.'),
    verdict: z.enum(['right', 'wrong']).describe('By the prompt, whatever the tests say.'),
    truth: z.string().min(1).describe('What it does, in a sentence.'),
    causes: z.array(Id).default([]).describe('The causes of hints.yaml that are true of it; others must stay silent.'),
    like: Id.optional().describe(
      'The program that its edits start from: the name of another attempt, or "solution". Default: its files lie whole in attempts/<name>/.',
    ),
    edits: Edits.default({}).describe(
      'Edits of the files of "like", made in this order; each finds its text after the edits before it.',
    ),
  })
  .refine(({ verdict, causes }) => verdict === 'wrong' || causes.length === 0, {
    path: ['causes'],
    message: 'found causes of a right program, expected none',
  })
  .refine(({ like, edits }) => like !== undefined || Object.keys(edits).length === 0, {
    path: ['edits'],
    message: 'found edits without "like", expected the program that they start from as well',
  })
  .refine(({ like, edits }) => like === undefined || Object.keys(edits).length > 0, {
    path: ['like'],
    message: 'found no edits, expected what differs from that program',
  })
export type Told = z.output<typeof Told>

/** `attempts/attempts.yaml`: programs written from prompt and starter alone, and the truth about each. */
export const Attempts = z.strictObject({
  version: z.literal(1),
  attempts: z.array(Told).min(1).superRefine(eachItsOwn('name', 'a name that no other attempt has')),
})
