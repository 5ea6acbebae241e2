/**
 * Questions of an interview, in study mode: one's own answer is written first, then compared with the points of a good one, ticked by whoever wrote it. Both
 * are kept in this browser, like all progress.
 */
export { InterviewQuestions } from './interview-questions.tsx'
