/** The desk of `ackademy start`, where the page and `ackademy submit` hand in: the requests it takes, their queue, and the jail that grades them. */
export { Answer, DEFAULT_PORT, Desk, type Grade, type Graded, SUBMISSIONS_PATH, type Submission } from './desk.ts'
export { SubmissionDesk } from './submission-desk.ts'
