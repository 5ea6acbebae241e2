/**
 * Interview questions: files beside a module's lessons (`<id>.interview.yaml`), and their schema. Learners judge their answers
 * themselves, against the points that a good answer has.
 */
export { Interview, type InterviewItem, readInterview } from './interview.ts'
