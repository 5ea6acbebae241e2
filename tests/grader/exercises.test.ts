import { holdExercises, isOfModel } from './exercises.case.ts'

holdExercises((exercise) => !isOfModel(exercise))
