/**
 * An exercise as its author writes it: the files' schemas, reading a folder, drawing a variant.
 *
 * Everything here works on texts in memory, in a page too; `src/grader/node/` reads from disk.
 * Every problem in a file is reported as `file:line:column: field: found …, expected …`.
 */
export { FileProblems, formatProblem, type Problem } from '#lab/yaml/index.ts'
export { type Attempt, Attempts, SOLUTION } from './attempts/index.ts'
export {
  allParts,
  asksHowItEnded,
  type BytePlace,
  type Cause,
  certainParts,
  type Growth,
  type Relation,
  type When,
} from './causes-schema.ts'
export { quizzesIn } from './check-folder.ts'
export { type Edit, type Edits, linesOf, makeEdit } from './edits/index.ts'
export {
  Capability,
  type Claim,
  Exercise,
  Module,
  SolutionOpening,
  type TestGroup,
  USUAL_LIMITS,
  type VariantParameter,
} from './exercise-schema.ts'
export {
  BackendName,
  DurationText,
  durationMs,
  FilePath,
  Id,
  InstantText,
  matchesPattern,
  mebibytes,
  ParameterName,
  type Params,
  Scalar,
} from './fields.ts'
export { type Files, hashBytes, hashFiles, withoutAnswers } from './files.ts'
export { Hints, hintIds, type MessageStream, messagesIn } from './hints-schema.ts'
export { lessonOf } from './lesson.ts'
export { type ExerciseSources, loadExercise } from './load-exercise.ts'
export type { LoadedExercise } from './loaded-exercise.ts'
export { Wrong, WrongFile, type WrongSolution } from './wrong/index.ts'
