import { z } from 'zod'
import { eachItsOwn, readYaml } from '#lab/yaml/index.ts'
import { Id } from '../exercise/index.ts'
import { Item } from '../questions/index.ts'

/** `<id>.quiz.yaml`: the questions at the end of a module, or between two sections of a lesson. */
export const Quiz = z.strictObject({
  version: z.literal(1),
  id: Id.describe("The file's name before .quiz.yaml."),
  title: z.string().min(1),
  pass: z.number().min(0).max(1).default(0.8).describe('Share of right answers needed to pass.'),
  items: z.array(Item).min(1).superRefine(eachItsOwn('id', 'an id that no other item has')),
})
export type Quiz = z.output<typeof Quiz>

/** Reads a quiz file. Throws `FileProblems` with every problem in it. */
export function readQuiz(file: string, text: string): Quiz {
  return readYaml(file, text, Quiz)
}
