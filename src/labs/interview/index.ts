/**
 * Interview questions in study mode: the learner writes an answer first, then compares it with the points of a good one
 * and checks off those covered. Both are stored in this browser, like all progress.
 */
export { InterviewQuestions } from './interview-questions.tsx'
