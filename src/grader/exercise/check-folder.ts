import { didYouMean, type Located } from '../../runtime/lab/yaml/index.ts'
import { type Files, filesUnder } from './files.ts'
import type { LoadedExercise } from './load-exercise.ts'
import type { Reader } from './read.ts'

interface LocatedFiles {
  exercise: Located
  hints: Located
  wrong?: Located
}

/** What no single file can get wrong: files that must be there, and names that one file takes from another. */
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
  const id = folder.split('/').at(-1)
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

/** The quizzes that a prompt shows, by their ids. */
export const quizzesIn = (prompt: string): string[] => [...prompt.matchAll(/<Quiz id="([^"]*)"/g)].map(([, id]) => id!)

function checkSolutionFiles({ starter }: LoadedExercise, files: Files, located: Located, reader: Reader) {
  for (const path of ['starter', 'given', 'solution', 'tests'].map((folder) => `${folder}/params.ts`))
    if (files[path] !== undefined)
      reader.report(located, ['variants'], `found ${path}, expected no such file: it is generated from "variants"`)
  for (const [path, text] of Object.entries(filesUnder(files, 'solution')))
    if (starter[path] === text)
      reader.report(located, [], `found solution/${path} equal to starter/${path}, expected only files that differ`)
}

/** What Run starts is handed in or given, and nothing is both. */
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

function checkHintNames({ exercise, hints, wrong }: LoadedExercise, located: LocatedFiles, reader: Reader) {
  const ids = hints.mistakes.map((mistake) => mistake.id)
  const check = (at: Located, path: string[], id: string) => {
    if (!ids.includes(id))
      reader.report(
        at,
        path,
        `found "${id}", expected a mistake of hints.yaml: ${ids.join(', ')}${didYouMean(id, ids)}`,
      )
  }
  check(located.exercise, ['starter', 'hint'], exercise.starter.hint)
  if (located.wrong) for (const { name, claim } of wrong) check(located.wrong, ['mistakes', name, 'hint'], claim.hint)
  for (const [i, mistake] of hints.mistakes.entries())
    for (const [name, value] of Object.entries(mistake.values))
      if ('param' in value && !(value.param in exercise.variants))
        reader.report(
          located.hints,
          ['mistakes', i, 'values', name],
          `found "${value.param}", expected a parameter of the exercise: ${Object.keys(exercise.variants).join(', ')}`,
        )
}
