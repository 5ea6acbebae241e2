import { didYouMean, type Located } from '#lab/yaml/index.ts'
import { allParts, placeholders } from './causes-schema.ts'
import { type Files, filesUnder } from './files.ts'
import { hintIds } from './hints-schema.ts'
import type { LoadedExercise } from './loaded-exercise.ts'
import type { Reader } from './read.ts'

interface LocatedFiles {
  exercise: Located
  hints: Located
  wrong?: Located
  attempts?: Located
}

/** Checks what no single file shows: missing files, and names in one file that another must define. */
export function checkFolder(loaded: LoadedExercise, files: Files, located: LocatedFiles, reader: Reader): void {
  checkNeededFiles(loaded, files, located, reader)
  checkSolutionFiles(loaded, files, located.exercise, reader)
  checkWorkspace(loaded, located.exercise, reader)
  checkHintNames(loaded, located, reader)
}

function checkNeededFiles(
  { folder, exercise, hints, starter, solution, tests }: LoadedExercise,
  files: Files,
  located: LocatedFiles,
  reader: Reader,
) {
  const inExercise = (path: (string | number)[], message: string) => reader.report(located.exercise, path, message)
  const id = folder.split(/[\\/]/).at(-1)
  if (id !== exercise.id) inExercise(['id'], `found "${exercise.id}", expected "${id}", the name of the folder`)
  if (files['prompt.mdx'] === undefined)
    inExercise([], 'found no prompt.mdx in this folder, expected the text of the exercise')
  for (const quiz of quizzesIn(files['prompt.mdx'] ?? ''))
    if (files[`${quiz}.quiz.yaml`] === undefined)
      inExercise(
        [],
        `found no ${quiz}.quiz.yaml in this folder, expected the questions of <Quiz id="${quiz}" /> in prompt.mdx`,
      )
  for (const [i, name] of exercise.tests.files.entries())
    if (tests[`${name}.test.ts`] === undefined)
      inExercise(['tests', 'files', i], `found no tests/${name}.test.ts, expected it because "${name}" is listed`)
  for (const [i, name] of exercise.submission.files.entries())
    if (starter[name] === undefined && solution?.[name] === undefined)
      inExercise(['submission', 'files', i], `found no starter/${name}, expected the learner's initial file`)
  for (const [i, stage] of hints.stages.entries())
    if (stage.file && files[stage.file] === undefined)
      reader.report(
        located.hints,
        ['stages', i, 'file'],
        `found "${stage.file}", expected a file of the exercise's folder`,
      )
}

/** The ids of the quizzes that a prompt shows. */
export const quizzesIn = (prompt: string): string[] => [...prompt.matchAll(/<Quiz id="([^"]*)"/g)].map(([, id]) => id!)

function checkSolutionFiles({ starter }: LoadedExercise, files: Files, located: Located, reader: Reader) {
  for (const path of ['starter', 'given', 'solution', 'tests'].map((folder) => `${folder}/params.ts`))
    if (files[path] !== undefined)
      reader.report(located, ['variants'], `found ${path}, expected no such file: it is generated from "variants"`)
  for (const [path, text] of Object.entries(filesUnder(files, 'solution')))
    if (starter[path] === text)
      reader.report(located, [], `found solution/${path} equal to starter/${path}, expected only files that differ`)
}

/** Whatever Run starts must be submitted or given, and nothing is both. */
function checkWorkspace({ exercise, starter, given }: LoadedExercise, located: Located, reader: Reader) {
  const { workspace, submission } = exercise
  const programs = [...submission.files, ...Object.keys(given)]
  const check = (path: (string | number)[], program: string) => {
    if (!programs.includes(program))
      reader.report(
        located,
        [...path, 'program'],
        `found "${program}", expected one of "submission.files" or given/: ${programs.join(', ')}${didYouMean(program, programs)}`,
      )
  }
  if (workspace) check(['workspace'], workspace.program)
  for (const [i, { program }] of (workspace?.programs ?? []).entries()) check(['workspace', 'programs', i], program)
  for (const name of Object.keys(given))
    if (submission.files.includes(name) || starter[name] !== undefined)
      reader.report(located, [], `found given/${name}, expected a name that differs from the learner's files`)
}

function checkHintNames(loaded: LoadedExercise, located: LocatedFiles, reader: Reader) {
  const ids = hintIds(loaded.hints)
  const check = (at: Located, path: (string | number)[], id: string | undefined) => {
    if (id !== undefined && !ids.includes(id))
      reader.report(at, path, `found "${id}", expected an id of hints.yaml: ${ids.join(', ')}${didYouMean(id, ids)}`)
  }
  check(located.exercise, ['starter', 'hint'], loaded.exercise.starter.hint)
  for (const { name, claim } of located.wrong ? loaded.wrong : []) {
    check(located.wrong!, ['mistakes', name, 'hint'], claim.hint)
    for (const [i, id] of claim.also.entries()) check(located.wrong!, ['mistakes', name, 'also', i], id)
  }
  for (const [i, { causes }] of loaded.attempts.entries())
    for (const [k, id] of causes.entries())
      if (located.attempts) check(located.attempts, ['attempts', i, 'causes', k], id)
  checkParameters(loaded, located.hints, reader)
}

/** Causes may quote and compare only parameters that exist; so may the description of a stream. */
function checkParameters({ exercise, hints }: LoadedExercise, located: Located, reader: Reader) {
  const known = Object.keys(exercise.variants)
  const check = (path: (string | number)[], name: string) => {
    if (!known.includes(name))
      reader.report(
        located,
        path,
        `found the parameter "${name}", expected one of the exercise: ${known.join(', ')}${didYouMean(name, known)}`,
      )
  }
  for (const [field, value] of Object.entries(hints.stream))
    if (typeof value === 'object') check(['stream', field], value.parameter)
  for (const [i, { when, say }] of hints.causes.entries()) {
    const quoted = placeholders(say).flatMap((name) => (name.startsWith('params.') ? name.slice('params.'.length) : []))
    const compared = allParts(when).flatMap(({ variant = {} }) => Object.keys(variant))
    for (const [field, names] of [
      ['say', quoted],
      ['when', compared],
    ] as const)
      for (const name of names) check(['causes', i, field], name)
  }
}
