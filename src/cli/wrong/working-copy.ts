import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ExerciseSources, FileProblems, type Files, type LoadedExercise, loadExercise } from '#grader'
import { FolderError, readFolder } from '#grader/node/index.ts'
import { CommandError } from '../command-error.ts'

/** A program of hand-written files. */
const MOST_BYTES = 1_000_000

/** Returns the files of a working copy; at least one must differ from the solution. */
export function readCopy({ exercise, solution }: LoadedExercise, folder: string): Files {
  if (!solution) throw new CommandError(`${exercise.id} has no solution to compare ${folder} with`)
  const { 'params.ts': _, ...files } = read(folder)
  if (Object.entries(files).every(([file, text]) => solution[file] === text))
    throw new CommandError(`${folder} is the solution of ${exercise.id}, expected a file that differs`)
  return files
}

function read(folder: string): Files {
  try {
    return readFolder(folder, MOST_BYTES)
  } catch (error) {
    if (error instanceof FolderError) throw new CommandError(error.message)
    throw error
  }
}

/** Loads an exercise with what is about to be written: the loader must accept it. */
export function load(sources: ExerciseSources): LoadedExercise {
  try {
    return loadExercise(sources)
  } catch (error) {
    if (error instanceof FileProblems) throw new CommandError(`nothing was written\n${error.message}`)
    throw error
  }
}

/** Throws unless the loader makes the captured program. */
export function hold(name: string, program: Files, made: Files | undefined): void {
  for (const [file, text] of Object.entries(program))
    if (made?.[file] !== text) throw new Error(`the edits of ${name} do not lead to ${file}`)
}

/** Writes what differs, and removes what is no longer there. */
export function writeChanges(folder: string, before: Files, after: Files): void {
  for (const path of Object.keys(before)) if (after[path] === undefined) rmSync(join(folder, path))
  for (const [path, text] of Object.entries(after)) {
    if (before[path] === text) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
