import { z } from 'zod'
import { FilePath } from '../fields.ts'

const Edit = z
  .strictObject({
    find: z
      .string()
      .min(1)
      .describe(
        'What the edit replaces, found exactly once. Text of one line is a part of a line. Text that ends in a line break (find: |) is whole lines, at any indentation.',
      ),
    put: z
      .string()
      .describe('What takes its place. Whole lines are indented like the lines they replace; empty: the lines go.'),
  })
  .refine(({ find, put }) => find !== put, { path: ['put'], message: 'found the text of "find", expected a change' })

/** Edits of a program's files, by file. */
export const Edits = z.record(FilePath, z.array(Edit).min(1))
export type Edits = z.output<typeof Edits>
