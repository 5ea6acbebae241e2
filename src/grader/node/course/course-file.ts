import { z } from 'zod'
import { InstantText, SolutionOpening } from '../../exercise/index.ts'

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
export type PlannedModule = z.output<typeof PlannedModule>

export const CourseFile = z.strictObject({
  version: z.literal(1),
  /** The name of the course, as every page shows it. */
  title: z.string().min(1).default('Ackademy'),
  /** Folders of the shipped course's modules that this course contains: `03-tcp-conversations`. */
  extends: z.array(z.string()).default([]),
  /** What it leaves out of them: ids of exercises, quizzes and drills, and lessons such as `03-tcp-conversations/06-silence`. */
  without: z.array(z.string()).default([]),
  /** When learners may see solutions. A course that doesn't say publishes none. */
  solutions: SolutionOpening.default('never'),
  /** When exercises are due that don't say it themselves. */
  due: InstantText.optional(),
  tracks: z.record(z.string(), z.strictObject({ title: z.string(), modules: z.array(z.number().int()) })).default({}),
  modules: z.array(PlannedModule).min(1),
})
export type CourseFile = z.output<typeof CourseFile>

/** Its name in a course's folder. */
export const COURSE_FILE = 'course.yaml'
