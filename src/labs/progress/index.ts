/**
 * A learner's progress, stored in this browser only: lessons read, predictions with their confidence, quizzes, drills,
 * interview answers, exercises. `progress` has the data and its rules (tested without a page), `store` keeps it.
 * Nothing here draws or knows a lesson.
 */
export { type Calibration, calibration, firstOf } from './calibration.ts'
export {
  type ExerciseProgress,
  emptyProgress,
  isPassed,
  mergeProgress,
  type PredictionMade,
  type Progress,
  readProgress,
} from './progress.ts'
export { setAside, type TextStorage } from './set-aside.ts'
export {
  progress,
  recordAnswer,
  recordExercise,
  recordInterview,
  recordLesson,
  recordPrediction,
  recordQuiz,
  recordRound,
  recordSurprise,
  replaceProgress,
} from './store.ts'
