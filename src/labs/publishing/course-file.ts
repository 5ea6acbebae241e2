import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { InstantText, SolutionOpening } from '#grader'
import { readYaml } from '#lab/yaml/index.ts'

const PlannedModule = z.strictObject({
  number: z.number().int().positive(),
  name: z.string(),
  title: z.string(),
  about: z.string(),
  /** Numbers of the modules that it builds on. */
  needs: z.array(z.number().int()),
  lessons: z.record(z.string(), z.string()),
  exercises: z.array(z.string()),
})

export const CourseFile = z.strictObject({
  version: z.literal(1),
  /** When learners may see solutions. A course that doesn't say publishes none. */
  solutions: SolutionOpening.default('never'),
  /** When exercises are due that don't say it themselves. */
  due: InstantText.optional(),
  tracks: z.record(z.string(), z.strictObject({ title: z.string(), modules: z.array(z.number().int()) })),
  modules: z.array(PlannedModule).min(1),
})
export type CourseFile = z.output<typeof CourseFile>

const FILE = 'content/course.yaml'

/** The course as it is planned, from its file. */
export const courseFile = (): CourseFile => readYaml(FILE, readFileSync(FILE, 'utf8'), CourseFile)
