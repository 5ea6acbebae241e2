/**
 * The course that a command works on: the one it was told, else the one that the working folder is in, else the shipped one. Exercises by id or
 * path, with all problems in one message.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ExerciseSources, FileProblems, type LoadedExercise } from '#grader'
import { type Course, FolderError, findCourse, openCourse, readScenarios } from '#grader/node/index.ts'
import type { LoadedScenario } from '#grader/surprise/index.ts'
import { UserError } from '../errors/index.ts'

const SHIPPED = fileURLToPath(new URL('../../../content', import.meta.url))
/** Tells a command's worker processes its course. */
const VARIABLE = 'ACKADEMY_COURSE'

let open: Course | undefined

/** Chooses the course for this process and those that it starts; undefined: the one that the working folder is in. */
export function useCourse(folder: string | undefined): void {
  open = undefined
  if (folder === undefined) delete process.env[VARIABLE]
  else process.env[VARIABLE] = resolve(folder)
}

/** The chosen course; all its problems in one message. */
export function course(): Course {
  open ??= said(() => openCourse(process.env[VARIABLE] ?? findCourse(process.cwd()) ?? SHIPPED, SHIPPED))
  return open
}

/** The course that comes with the platform. */
export const shippedCourse = (): Course => said(() => openCourse(SHIPPED, SHIPPED))

/** Whether it is the chosen one. */
export const isShippedCourse = (): boolean => course().root === resolve(SHIPPED)

/** Whether nobody named the course: it was found around the working folder. */
export const isFoundCourse = (): boolean => process.env[VARIABLE] === undefined && !isShippedCourse()

export const exerciseIds = (): string[] => course().content.exerciseIds()

/** Exercises of the course itself, without those that it takes from the shipped one. */
export const ownExerciseIds = (): string[] => course().content.ownExerciseIds()

export const lessonPlaces = (): string[] => course().content.lessonPlaces()

/** The file of each of the course's own lessons, as messages name it, and its text. */
export const lessonTexts = (): { file: string; text: string }[] => course().content.lessonTexts()

/** An exercise by its id or the path of its folder; all its problems in one message. */
export const readExercise = (idOrPath: string): LoadedExercise => said(() => course().content.exercise(idOrPath))

/** Returns its files, for a machine without the course. */
export const exerciseSources = (idOrPath: string): ExerciseSources => said(() => course().content.sources(idOrPath))

/** Returns its folder. */
export const exerciseFolder = (idOrPath: string): string => said(() => course().content.folder(idOrPath))

/** The scenarios of `ackademy surprise`. */
export const scenarios = (): LoadedScenario[] => said(() => readScenarios(SHIPPED))

function said<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof FileProblems || error instanceof FolderError) throw new UserError(error.message)
    throw error
  }
}
