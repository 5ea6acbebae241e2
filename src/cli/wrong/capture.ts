import type { Files, LoadedExercise } from '#grader'
import { type Captured, captureWrong, type WrongEntry, writeWrong } from '#grader/wrong/index.ts'
import { exerciseFolder, exerciseSources, readExercise } from '#grading/course/index.ts'
import { CommandError } from '../command-error.ts'
import { hold, load, readCopy, writeChanges } from './working-copy.ts'

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
  const made = load({ ...sources, files }).wrong.find((one) => one.name === name)
  hold(name, program, made?.files)
  writeChanges(exerciseFolder(exerciseIdOrPath), sources.files, files)
  return `${sources.folder}/wrong.yaml: ${name}\n${summary(captured)}`
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

function summary({ edits, whole }: Captured): string {
  const counted = Object.entries(edits).map(
    ([file, { length }]) => `  ${file}: ${length} ${length === 1 ? 'edit' : 'edits'}`,
  )
  return `${[...counted, ...Object.keys(whole).map((file) => `  ${file}: whole`)].join('\n')}\n`
}
