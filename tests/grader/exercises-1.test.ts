import { holdExercises } from './exercises.case.ts'

holdExercises(1)
