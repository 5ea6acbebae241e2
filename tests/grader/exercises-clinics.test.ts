import { holdExercises, isClinic } from './exercises.case.ts'

holdExercises(isClinic)
