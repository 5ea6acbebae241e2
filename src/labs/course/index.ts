/**
 * The course as the site shows it: modules, lessons and exercises, which of them exist, and the learner's progress.
 * `standing` has the rules, the islands draw them. Files are read in `publishing`.
 */

export type { CourseExercise, CourseLesson, CourseModule, CourseTrack } from './course.ts'
export { CourseMap } from './course-map.tsx'
