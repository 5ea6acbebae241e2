/**
 * The lab page: its panes, their shared state, runs and checks. It drives worlds only through Lab and the sandbox, and
 * knows the grader only by its report.
 */
export type { ExerciseBundle } from './check-session.ts'
export type { LabExercise, LabProgram, LabTopology } from './lab-exercise.ts'
