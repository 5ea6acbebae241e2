/** The desk of `ackademy start`, where the page and `ackademy submit` hand in: the requests it takes, and the jail that grades them. */
export { SubmissionDesk } from './submission-desk.ts'
export {
  Answer,
  DEFAULT_PORT,
  type Grade,
  type Graded,
  SUBMISSIONS_PATH,
  type Submission,
  takeSubmission,
} from './take-submission.ts'
