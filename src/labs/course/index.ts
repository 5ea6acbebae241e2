/**
 * The course as the site shows it: modules, lessons and exercises, what of them is there, and what a learner has done of them. `standing` is plain
 * rules; the islands draw them. Nothing here reads a file: `publishing` does.
 */
export { CourseMap } from './course-map.tsx'

export interface CourseLesson {
  number: string
  title: string
  /** `module/lesson`; null for one that is not written yet. */
  id: string | null
  href: string | null
}
export interface CourseExercise {
  id: string
  title: string
  /** null for one that is not there yet. */
  href: string | null
  points: number
}
export interface CourseModule {
  number: number
  name: string
  title: string
  about: string
  /** Numbers of the modules that come before. */
  needs: readonly number[]
  href: string
  quiz: string | null
  interview: string | null
  lessons: readonly CourseLesson[]
  exercises: readonly CourseExercise[]
}
export interface CourseTrack {
  id: string
  title: string
  modules: readonly number[]
}
