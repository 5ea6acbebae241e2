/** Submits to the server of this page. */
export { type GradedElsewhere, showAnswer } from './show-answer.ts'
export { Submitter } from './submitter.ts'
