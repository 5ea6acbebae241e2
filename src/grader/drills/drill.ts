import { z } from 'zod'
import { readYaml } from '#lab/yaml/index.ts'
import { Id } from '../exercise/index.ts'

/** `drill.yaml`: the pack's title, and the reply to each class of wrong answers that its generator knows. */
export const Drill = z.strictObject({
  version: z.literal(1),
  id: Id.describe("The folder's name."),
  title: z.string().min(1),
  lead: z.string().min(1).describe('What it practices, in one sentence.'),
  tier: z.union([z.literal(1), z.literal(2)]),
  points: z.number().int().positive().default(2),
  items: z.number().int().min(1).default(10).describe('Questions in a round.'),
  mastery: z.number().min(0).max(1).default(0.9).describe('Share of right answers needed to pass a round.'),
  mistakes: z
    .record(Id, z.string().min(1))
    .describe('Feedback for each class of wrong answers. The generator fills in a {name}.'),
})
export type Drill = z.output<typeof Drill>

/** Reads `drill.yaml`. Throws `FileProblems` with every problem in it. */
export function readDrill(file: string, text: string): Drill {
  return readYaml(file, text, Drill)
}
