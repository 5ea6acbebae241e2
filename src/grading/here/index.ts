/** Grading in this process, without a jail: one's own code, the author's check, and what is refused before it runs. */
export { type GradeListeners, gradeFiles, gradeHere, readSubmission } from './grade-here.ts'
export { gradeTimed } from './grade-timed.ts'
