/** What `ackademy new` begins with: the files of a module, of its lessons, its questions, and of an exercise, as text. Writes nothing. */
export { drillFiles, moduleFiles, quizFiles } from './course.ts'
export { courseFiles, withInstalledSchemas } from './course-folder.ts'
export { exerciseFiles } from './exercise.ts'
export { lessonFiles } from './lesson.ts'
