/**
 * What a learner has done, kept in this browser and nowhere else: lessons read, predictions with how sure they were, quizzes and drills, answers of
 * interviews, exercises.
 * `progress` is plain data and rules (tested without a page), `store` keeps it. Nothing here draws, and nothing here knows a lesson.
 */
export { type Calibration, calibration, firstOf } from './calibration.ts'
export {
  type ExerciseProgress,
  emptyProgress,
  mergeProgress,
  type PredictionMade,
  type Progress,
  readProgress,
} from './progress.ts'
export {
  progress,
  recordExercise,
  recordInterview,
  recordLesson,
  recordPrediction,
  recordQuiz,
  recordRound,
  replaceProgress,
} from './store.ts'
