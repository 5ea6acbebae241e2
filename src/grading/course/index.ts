/** The course of this checkout: exercises by id or path, with all problems in one message. */
import { fileURLToPath } from 'node:url'
import { type ExerciseSources, FileProblems, type LoadedExercise } from '#grader'
import { ContentFolder, FolderError, readScenarios } from '#grader/node/index.ts'
import type { LoadedScenario } from '#grader/surprise/index.ts'
import { UserError } from '../errors/index.ts'

const CONTENT = fileURLToPath(new URL('../../../content', import.meta.url))
const content = new ContentFolder(CONTENT)

export const exerciseIds = (): string[] => content.exerciseIds()

export const lessonPlaces = (): string[] => content.lessonPlaces()

/** The file of each lesson, as messages name it, and its text. */
export const lessonTexts = (): { file: string; text: string }[] => content.lessonTexts()

/** An exercise by its id or the path of its folder; all its problems in one message. */
export const readExercise = (idOrPath: string): LoadedExercise => said(() => content.exercise(idOrPath))

/** Returns its files, for a machine without the course. */
export const exerciseSources = (idOrPath: string): ExerciseSources => said(() => content.sources(idOrPath))

/** Returns its folder. */
export const exerciseFolder = (idOrPath: string): string => said(() => content.folder(idOrPath))

/** The scenarios of `ackademy surprise`. */
export const scenarios = (): LoadedScenario[] => said(() => readScenarios(CONTENT))

function said<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof FileProblems || error instanceof FolderError) throw new UserError(error.message)
    throw error
  }
}
