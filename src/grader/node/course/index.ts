/** A course on disk: its `course.yaml`, where a command finds it, and what it takes from the shipped course. */
export { composedFiles, type Source } from './composed-files.ts'
export { CourseFile } from './course-file.ts'
export { type Course, findCourse, openCourse } from './open-course.ts'
