/** The site that `build`, `start` and `dev` show: the shipped course's, or that of a course of one's own. */
import { join } from 'node:path'
import { course, isShippedCourse, shippedCourse } from '#grading/course/index.ts'
import { PLATFORM } from '../platform.ts'
import { build, runScript } from '../run-script.ts'
import { CourseSite } from './course-site.ts'

/** Builds the chosen course's site if it is out of date, and returns the folder with its pages. */
export async function builtSite(): Promise<string> {
  if (!isShippedCourse()) return new CourseSite(course(), shippedCourse()).build()
  await build('all', { quiet: false })
  return join(PLATFORM, 'dist')
}

/** Serves the chosen course's site for authors until it is interrupted; `args` are for Astro. Returns the exit status. */
export function servedSite(args: readonly string[]): Promise<number> {
  if (isShippedCourse()) return runScript('scripts/dev.ts', args)
  return new CourseSite(course(), shippedCourse()).serve(args)
}
