import { type Exercise, SolutionOpening } from '#grader'
import type { CourseFile } from '#grader/node/index.ts'

/** When a solution opens, for the page; `due` in milliseconds since 1970. Null: never. */
export type Opening = { when: 'after-pass' } | { when: 'after-due'; due: number } | null

type Course = Pick<CourseFile, 'solutions' | 'due'>
type Rules = Pick<Exercise, 'id' | 'solution' | 'due'>

/** Returns the stricter of what course and exercise say. Throws if nobody says when the exercise is due. */
export function openingOf(course: Course, exercise: Rules): Opening {
  const strictness = [course.solutions, exercise.solution ?? course.solutions].map((one) => ORDER.indexOf(one))
  const when = ORDER[Math.max(...strictness)]!
  if (when === 'never') return null
  if (when === 'after-pass') return { when }
  const due = exercise.due ?? course.due
  if (due === undefined)
    throw new Error(
      `${exercise.id}: its solution opens after-due, but nothing says when that is; add "due" to its exercise.yaml or to content/course.yaml`,
    )
  return { when, due: Date.parse(due) }
}

const ORDER = SolutionOpening.options

/** Whether a site that is built at this time may hold the solution. Before its day it is not even a hidden file. */
export const isPublished = (opening: Opening, now: number): boolean =>
  opening?.when === 'after-pass' || (opening?.when === 'after-due' && opening.due <= now)
