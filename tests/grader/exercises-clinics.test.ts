import { holdExercises, isClinic, isOfModel } from './exercises.case.ts'

holdExercises((exercise) => isOfModel(exercise) && isClinic(exercise))
