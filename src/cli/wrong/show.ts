import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { drawParams, type Files, type LoadedExercise, paramsFile } from '#grader'
import { readExercise } from '#grading/course/index.ts'
import { CommandError } from '../command-error.ts'
import { programNamed } from './names.ts'

/** The variant that `ackademy grade` uses by default. */
const VARIANT = 'sample'

/** Returns what is printed: the program, or where it was written. */
export function show(exerciseIdOrPath: string, name: string, out: string | undefined): string {
  const loaded = readExercise(exerciseIdOrPath)
  const program = programNamed(loaded, name)
  if (out === undefined) return asText(changedFiles(loaded, program))
  const params = paramsFile(loaded.exercise, drawParams(loaded.exercise, VARIANT, 'simulated'))
  writeNew(out, { ...program.files, 'params.ts': params })
  return `${Object.keys(program.files)
    .map((file) => join(out, file))
    .join('\n')}\n\nNext: npx ackademy grade --unsandboxed ${exerciseIdOrPath} ${out}\n`
}

const changedFiles = ({ solution }: LoadedExercise, { files }: { files: Files }): Files =>
  Object.fromEntries(Object.entries(files).filter(([file, text]) => solution?.[file] !== text))

/** One file as it is; several under their names. */
function asText(files: Files): string {
  const entries = Object.entries(files)
  if (entries.length === 1) return entries[0]![1]
  return entries.map(([file, text]) => `==> ${file} <==\n${text}`).join('\n')
}

/** A working copy may have been changed since: nothing is overwritten. */
function writeNew(folder: string, files: Files): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new CommandError(`--out ${folder}: expected a new or empty folder; nothing was written`)
  for (const [file, text] of Object.entries(files)) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}
