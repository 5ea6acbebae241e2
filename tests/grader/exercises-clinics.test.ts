import { holdExercises, isClinic } from './exercises.case.ts'
import { isOfModel } from './support.ts'

holdExercises((exercise) => isOfModel(exercise) && isClinic(exercise))
