/** Grading in this process, without a jail: for your own code, the author's check, and submissions that are refused before they run. */
export { type GradeListeners, gradeFiles, gradeHere, readSubmission } from './grade-here.ts'
export { gradeTimed } from './grade-timed.ts'
