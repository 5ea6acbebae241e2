import { z } from 'zod'
import { Judged } from '#grader'

/** Result of one submission of a batch. */
export const Outcome = Judged.extend({
  /** Hash of its files, or the reason why they could not be read. A submission with another hash is graded again. */
  hash: z.string(),
})
export type Outcome = z.output<typeof Outcome>
