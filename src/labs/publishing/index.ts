/**
 * Prepares the course for the site at build time: exercises as data for the lab page, without their solutions, and the
 * lessons' figures with their recordings. Runs in Node only; none of it reaches a browser.
 */
export { lessonAddress } from './addresses.ts'
export {
  type Course,
  type PublishedQuiz,
  publishedCourse,
  publishedInterviews,
  publishedQuizzes,
  quizById,
} from './course.ts'
export { courseFile, isLeftOut } from './course-file.ts'
export { drillPacks, hasDrills } from './drills.ts'
export { type PublishedExercise, publishedExercise, publishedExercises } from './exercises.ts'
export {
  figurePacket,
  hasGallery,
  publishedCurves,
  publishedFigureIds,
  publishedHeatMap,
  publishedLadder,
  publishedRace,
  publishedRecording,
} from './figures.ts'
export { type GlossaryTerm, glossary, glossaryTerm } from './glossary.ts'
export { publishedHome } from './home.ts'
export { type Measurement, measuredText } from './measure.ts'
export { type AskedPrediction, publishedPrediction } from './predictions.ts'
export { publishedDiff, publishedProgram, type ShownLine } from './program-diff.ts'
export { searchEntries } from './search-entries.ts'
export { publishedSession, type SessionLine } from './session.ts'
export { loadedScenarios, publishedScenarios } from './surprises.ts'
