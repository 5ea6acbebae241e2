import { fileURLToPath } from 'node:url'
import type { LoadedExercise } from '#grader'
import { ContentFolder } from '#grader/node/index.ts'

/** The course of this repository. */
export const course = new ContentFolder(fileURLToPath(new URL('../../content', import.meta.url)))

/** The number of the module that the others are copied from: its exercises and clinics are held in more seeds, and to more on real kernels. */
const MODEL_MODULE = 3
export const isOfModel = ({ exercise }: LoadedExercise): boolean => exercise.module === MODEL_MODULE
