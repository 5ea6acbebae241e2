/** The desk of `ackademy start`, to which the page and `ackademy submit` submit: the requests it takes, their queue, and the jail that grades them. */
export { Answer, DEFAULT_PORT, Desk, type Grade, type Graded, SUBMISSIONS_PATH, type Submission } from './desk.ts'
export { SubmissionDesk } from './submission-desk.ts'
