import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ExerciseSources, FileProblems, type Files, type LoadedExercise, loadExercise } from '#grader'
import { FolderError, readFolder } from '#grader/node/index.ts'
import { type Captured, captureWrong, type WrongEntry, writeWrong } from '#grader/wrong/index.ts'
import { exerciseFolder, exerciseSources, readExercise } from '#grading/course/index.ts'
import { CommandError } from '../command-error.ts'

/** A program of hand-written files. */
const MOST_BYTES = 1_000_000

export type Claimed = Partial<Record<'idea' | 'hint', string> & Record<'fails' | 'passes', string[]>>

/** Writes the entry and returns the text to print. Writes nothing that could not be loaded again. */
export function capture(exerciseIdOrPath: string, name: string, copy: string, claim: Claimed): string {
  const loaded = readExercise(exerciseIdOrPath)
  const program = readCopy(loaded, copy)
  const captured = captureWrong(loaded.solution!, program)
  needClaim(loaded, name, claim)
  const sources = exerciseSources(exerciseIdOrPath)
  const entry: WrongEntry = { ...claim, edits: captured.edits, files: Object.keys(captured.whole) }
  const files = withEntry(sources.files, name, entry, captured.whole)
  hold({ ...sources, files }, name, program)
  write(exerciseFolder(exerciseIdOrPath), sources.files, files)
  return `${sources.folder}/wrong.yaml: ${name}\n${summary(captured)}`
}

/** Returns the files of a working copy; at least one must differ. */
function readCopy({ exercise, solution }: LoadedExercise, folder: string): Files {
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

/** Requires the claim of a new wrong program: comparing programs can't tell what fails and which hint is shown. */
function needClaim({ exercise, wrong }: LoadedExercise, name: string, { idea, fails, hint }: Claimed): void {
  if (wrong.some((one) => one.name === name) || (idea !== undefined && fails && hint !== undefined)) return
  throw new CommandError(
    `${exercise.id} has no wrong program "${name}" yet, expected its claim as well: --idea TEXT --fails ID --hint ID`,
  )
}

function withEntry(files: Files, name: string, entry: WrongEntry, whole: Files): Files {
  const others = Object.entries(files).filter(([path]) => !path.startsWith(`wrong/${name}/`))
  const own = Object.entries(whole).map(([file, text]) => [`wrong/${name}/${file}`, text])
  const text = writeWrong(files['wrong.yaml'] ?? null, name, entry)
  return { ...Object.fromEntries([...others, ...own]), 'wrong.yaml': text }
}

/** Loads the exercise again: the loader must accept the entry and produce the same program. */
function hold(sources: ExerciseSources, name: string, program: Files): void {
  try {
    const made = loadExercise(sources).wrong.find((one) => one.name === name)
    for (const [file, text] of Object.entries(program))
      if (made?.files[file] !== text) throw new Error(`the edits of ${name} do not lead to ${file}`)
  } catch (error) {
    if (error instanceof FileProblems) throw new CommandError(`nothing was written\n${error.message}`)
    throw error
  }
}

/** Writes what differs, and removes what is no longer there. */
function write(folder: string, before: Files, after: Files): void {
  for (const path of Object.keys(before)) if (after[path] === undefined) rmSync(join(folder, path))
  for (const [path, text] of Object.entries(after)) {
    if (before[path] === text) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function summary({ edits, whole }: Captured): string {
  const counted = Object.entries(edits).map(
    ([file, { length }]) => `  ${file}: ${length} ${length === 1 ? 'edit' : 'edits'}`,
  )
  return `${[...counted, ...Object.keys(whole).map((file) => `  ${file}: whole`)].join('\n')}\n`
}
