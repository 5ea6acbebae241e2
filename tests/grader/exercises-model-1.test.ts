import { holdExercises, isOfModelPart } from './exercises.case.ts'

holdExercises(isOfModelPart(1))
