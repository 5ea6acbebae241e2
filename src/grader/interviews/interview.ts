import { z } from 'zod'
import { eachItsOwn, readYaml } from '#lab/yaml/index.ts'
import { Id } from '../exercise/index.ts'

const Words = z.string().min(1)

const InterviewItem = z.strictObject({
  id: Id,
  ask: Words.describe('The question, as an interviewer would say it. `code` and *emphasis* as in a lesson.'),
  points: z
    .array(Words)
    .min(3)
    .max(6)
    .describe('Points of a good answer, one sentence each. Learners check off those in theirs.'),
  followUps: z
    .array(z.strictObject({ ask: Words, answer: Words }))
    .min(1)
    .describe('Follow-up questions, aimed at the usual shallow answer.'),
  mistakes: z
    .array(z.strictObject({ says: Words, because: Words }))
    .min(1)
    .describe('Common wrong answers, and what is wrong with them.'),
  exercises: z.array(Id).default([]).describe('Ids of exercises that practice it.'),
})
export type InterviewItem = z.output<typeof InterviewItem>

/** `<id>.interview.yaml`: interview questions about a module's topics. */
export const Interview = z.strictObject({
  version: z.literal(1),
  id: Id.describe("The file's name before .interview.yaml."),
  items: z.array(InterviewItem).min(1).superRefine(eachItsOwn('id', 'an id that no other item has')),
})
export type Interview = z.output<typeof Interview>

/** Reads the file of an interview. Throws `FileProblems` with every problem in it. */
export function readInterview(file: string, text: string): Interview {
  return readYaml(file, text, Interview)
}
