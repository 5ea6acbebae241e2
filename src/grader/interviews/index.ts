/**
 * Questions as they are asked in interviews: files beside a module's lessons (`<id>.interview.yaml`), and their schema. Nobody judges the answers but
 * the learner, against the points that a good answer has.
 */
export { Interview, type InterviewItem, readInterview } from './interview.ts'
