/**
 * The course as the site shows it: modules, lessons and exercises, which of them exist, and the learner's progress.
 * `standing` has the rules, the islands draw them. Files are read in `publishing`.
 */
export { CourseMap } from './course-map.tsx'

export interface CourseLesson {
  number: string
  title: string
  /** `module/lesson`; null for one that does not exist yet. */
  id: string | null
  href: string | null
}
export interface CourseExercise {
  id: string
  title: string
  /** Null for one that does not exist yet. */
  href: string | null
  points: number
}
export interface CourseModule {
  number: number
  name: string
  title: string
  about: string
  /** Numbers of the modules that it builds on. */
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
