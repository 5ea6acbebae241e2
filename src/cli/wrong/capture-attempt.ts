import type { Files, LoadedExercise } from '#grader'
import { type CapturedAttempts, captureAttempt, writeAttempt } from '#grader/wrong/index.ts'
import { exerciseFolder, exerciseSources, readExercise } from '#grading/course/index.ts'
import { programNamed } from './names.ts'
import { hold, load, readCopy, writeChanges } from './working-copy.ts'

/** Gives an attempt the program of a working copy, and returns the text to print. What attempts.yaml tells of it stays. */
export function captureIntoAttempt(exerciseIdOrPath: string, name: string, copy: string): string {
  const loaded = readExercise(exerciseIdOrPath)
  const program = { ...programNamed(loaded, `attempts/${name}`).files, ...readCopy(loaded, copy) }
  const captured = captureAttempt(loaded.solution!, loaded.attempts, name, program)
  const sources = exerciseSources(exerciseIdOrPath)
  const files = withForms(loaded, sources.files, captured)
  const made = load({ ...sources, files })
  for (const one of loaded.attempts)
    hold(
      one.name,
      captured.get(one.name)?.files ?? one.files,
      made.attempts.find((other) => other.name === one.name)?.files,
    )
  writeChanges(exerciseFolder(exerciseIdOrPath), sources.files, files)
  return `${sources.folder}/attempts/attempts.yaml: ${[...captured.keys()].join(', ')}\n${summary(captured)}`
}

/** The exercise's files with these attempts as edits, or whole in their folders. */
function withForms({ starter }: LoadedExercise, before: Files, captured: CapturedAttempts): Files {
  const files = { ...before }
  for (const [name, { like, edits, files: program }] of captured) {
    const folder = `attempts/${name}/`
    for (const path of Object.keys(files)) if (path.startsWith(folder)) delete files[path]
    if (like === undefined)
      for (const [file, text] of Object.entries(program)) if (starter[file] !== text) files[folder + file] = text
    files['attempts/attempts.yaml'] = writeAttempt(files['attempts/attempts.yaml']!, name, { like, edits })
  }
  return files
}

const summary = (captured: CapturedAttempts): string =>
  [...captured].map(([name, { like }]) => `  ${name}: ${like === undefined ? 'whole' : `edits of ${like}`}\n`).join('')
