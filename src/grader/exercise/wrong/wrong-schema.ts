import { z } from 'zod'
import { Edits } from '../edits/index.ts'
import { Claim } from '../exercise-schema.ts'
import { FilePath, Id } from '../fields.ts'

/** One wrong program: the solution with edits, and its expected results. */
export const Wrong = Claim.extend({
  idea: z.string().min(1).describe('What its author believed, in a sentence.'),
  edits: Edits.default({}).describe(
    "Edits of the solution's files, made in this order; each finds its text after the edits before it.",
  ),
  files: z
    .array(FilePath)
    .default([])
    .describe('Files that are rewritten: they lie whole in wrong/<name>/, beside this file.'),
})
  .refine(({ edits, files }) => Object.keys(edits).length + files.length > 0, {
    path: ['edits'],
    message: 'found no edits and no files, expected what differs from the solution',
  })
  .describe('A mistake that learners make: what differs from the solution, and what must come of it.')
export type Wrong = z.output<typeof Wrong>

/** `wrong.yaml`: the mistakes that learners make. */
export const WrongFile = z.strictObject({
  version: z.literal(1),
  mistakes: z.record(Id, Wrong).describe('By their names.'),
})
export type WrongFile = z.output<typeof WrongFile>
