import { didYouMean, type Located, partAt } from '#lab/yaml/index.ts'
import { Attempts, attemptsIn } from './attempts/index.ts'
import { checkFolder } from './check-folder.ts'
import { Exercise, Module } from './exercise-schema.ts'
import { type Files, filesUnder, hashFiles } from './files.ts'
import { Hints } from './hints-schema.ts'
import type { LoadedExercise } from './loaded-exercise.ts'
import { type Read, Reader } from './read.ts'
import { readWrong, WrongFile } from './wrong/index.ts'

export interface ExerciseSources {
  folder: string
  /** Everything below `folder`. */
  files: Files
  /** `content/topologies/`: `wire.yaml` … */
  topologies: Files
  /** How messages name those that are not in `content/topologies/`. */
  topologyPlaces?: Readonly<Record<string, string>>
  /** The module's `module.yaml`. */
  module?: { file: string; text: string }
}

/** Reads an exercise from its files. Throws `FileProblems` with the problems of all files. */
export function loadExercise(sources: ExerciseSources): LoadedExercise {
  const { folder, files, module } = sources
  const reader = new Reader()
  const shared = module && reader.read(Module, module.file, module.text)
  const defaults = shared && partAt(shared.located, ['defaults'])
  const read = reader.read(
    Exercise,
    `${folder}/exercise.yaml`,
    files['exercise.yaml'],
    defaults?.kind === 'map' ? defaults : undefined,
  )
  const hints = reader.read(Hints, `${folder}/hints.yaml`, files['hints.yaml'])
  const hasWrong = files['wrong.yaml'] !== undefined || Object.keys(filesUnder(files, 'wrong')).length > 0
  const wrong = hasWrong ? reader.read(WrongFile, `${folder}/wrong.yaml`, files['wrong.yaml']) : null
  const told = files['attempts/attempts.yaml']
  const attempts = told === undefined ? null : reader.read(Attempts, `${folder}/attempts/attempts.yaml`, told)
  const topology = read && findTopology(read, sources, reader)
  if (!read || !hints || !topology || (hasWrong && !wrong)) reader.finish()

  const loaded = assemble(sources, read!.value, hints!.value, topology!)
  if (wrong) loaded.wrong = readWrong(wrong, loaded.solution, files, reader)
  loaded.attempts = attemptsIn(files, attempts, loaded.solution, reader)
  const located = {
    exercise: read!.located,
    hints: hints!.located,
    ...(wrong && { wrong: wrong.located }),
    ...(attempts && { attempts: attempts.located }),
  }
  checkFolder(loaded, files, located, reader)
  reader.finish()
  return loaded
}

/** Everything but the attempts and the wrong programs, which need the solution assembled here. */
function assemble(
  { folder, files }: ExerciseSources,
  exercise: Exercise,
  hints: Hints,
  topology: LoadedExercise['topology'],
): LoadedExercise {
  const starter = filesUnder(files, 'starter')
  const changes = filesUnder(files, 'solution')
  const solution = Object.keys(changes).length > 0 ? { ...starter, ...changes } : null
  const all = filesUnder(files, 'tests')
  return {
    folder,
    exercise,
    hints,
    skeletons: pick(
      files,
      hints.stages.flatMap((stage) => stage.file ?? []),
    ),
    prompt: files['prompt.mdx'] ?? '',
    topology,
    starter,
    given: filesUnder(files, 'given'),
    solution,
    wrong: [],
    attempts: [],
    tests: pick(
      all,
      Object.keys(all).filter((path) => !path.startsWith('programs/')),
    ),
    programs: filesUnder(all, 'programs'),
    hash: hashFiles({ ...files, ':topology': topology.text }),
  }
}

const pick = (files: Files, names: readonly string[]): Files =>
  Object.fromEntries(names.flatMap((name) => (files[name] === undefined ? [] : [[name, files[name]]])))

function findTopology(
  { value, located }: Read<Exercise>,
  { folder, files, topologies, topologyPlaces = {} }: ExerciseSources,
  reader: Reader,
) {
  const name = value.topology
  const own = name.startsWith('./') ? name.slice(2) : null
  const text = own === null ? topologies[`${name}.yaml`] : files[own]
  const shared = topologyPlaces[`${name}.yaml`] ?? `content/topologies/${name}.yaml`
  if (text !== undefined) return { file: own === null ? shared : `${folder}/${own}`, text }
  reportTopology(located, name, topologies, reader)
  return null
}

function reportTopology(located: Located, name: string, topologies: Files, reader: Reader) {
  const names = Object.keys(topologies)
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort()
  const expected = `one of content/topologies (${names.join(', ')}) or ./file.yaml in this folder`
  reader.report(located, ['topology'], `found "${name}", expected ${expected}${didYouMean(name, names)}`)
}
