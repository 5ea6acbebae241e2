import { z } from 'zod'
import { Judged } from '#grader'

/** What one submission of a batch came to. */
export const Outcome = Judged.extend({
  /** Of its files; of one that could not be read, the reason. A submission whose hash is another is graded anew. */
  hash: z.string(),
})
export type Outcome = z.output<typeof Outcome>
