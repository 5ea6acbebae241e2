import type { z } from 'zod'
import { didYouMean } from '#lab/yaml/index.ts'
import type { BackendName, Scalar } from './fields.ts'

/** Fields of an exercise that must agree with each other. */
interface Fields {
  id: string
  points: number
  backends: readonly BackendName[]
  needs: readonly string[]
  prerequisites: readonly string[]
  variants: Readonly<Record<string, Variant>>
  topologyFromVariant: Readonly<Record<string, string>>
  submission: { files: readonly string[] }
  tests: { groups: readonly Group[] }
  limits: { within: string; virtual: string }
  leaks?: { listeners: readonly (string | number)[] } | undefined
  workspace?:
    | (WorkspaceProgram & { byHand?: { port: string | number } | undefined; programs: readonly WorkspaceProgram[] })
    | undefined
  linux?: { params: Readonly<Record<string, Scalar>> } | undefined
}
interface WorkspaceProgram {
  program: string
  host: string
  args: readonly (Scalar | { parameter: string })[]
}
type Variant = { oneOf: readonly Scalar[] } | { integer: readonly [number, number] } | { value: Scalar }
interface Group {
  id: string
  points: number
  tests: readonly string[]
  credit: 'all' | 'each'
  weights: Readonly<Record<string, number>>
}
type Path = (string | number)[]
type Issue = (path: Path, message: string) => void

const ONLY_SIMULATED: readonly string[] = ['virtual-time', 'wall-clock-step']

/** Finds contradictions between fields. Every message is `found …, expected …`. */
export function checkExerciseFields(exercise: Fields, context: z.core.$RefinementCtx): void {
  const issue: Issue = (path, message) => context.addIssue({ code: 'custom', path, message })
  checkPoints(exercise, issue)
  checkVariants(exercise, issue)
  checkParameterNames(exercise, issue)
  for (const [i, need] of exercise.needs.entries())
    if (exercise.backends.includes('linux') && ONLY_SIMULATED.includes(need))
      issue(['needs', i], `found "${need}", expected a capability of every backend of the exercise; linux lacks it`)
  for (const [i, id] of exercise.prerequisites.entries())
    if (id === exercise.id) issue(['prerequisites', i], `found "${id}", expected a different exercise`)
  const seen = new Set<string>()
  for (const [path, { program, host }] of workspacePrograms(exercise)) {
    if (seen.has(`${program} ${host}`))
      issue(path, `found "${program}" on "${host}" twice, expected each program once per host`)
    seen.add(`${program} ${host}`)
  }
}

/** The programs of the workspace, each with the path of its field. */
function workspacePrograms({ workspace }: Fields): [Path, WorkspaceProgram][] {
  if (!workspace) return []
  const beside = workspace.programs.map((one, i): [Path, WorkspaceProgram] => [['workspace', 'programs', i], one])
  return [[['workspace'], workspace], ...beside]
}

function checkPoints({ points, tests: { groups } }: Fields, issue: Issue): void {
  const sum = groups.reduce((total, group) => total + group.points, 0)
  if (sum !== points) issue(['points'], `found ${points}, expected ${sum}, the sum of all test groups`)
  for (const [i, { credit, weights, tests }] of groups.entries()) {
    if (credit === 'all' && Object.keys(weights).length > 0)
      issue(['tests', 'groups', i, 'weights'], 'found weights, expected "credit: each" as well')
    for (const pattern of Object.keys(weights))
      if (!tests.includes(pattern))
        issue(
          ['tests', 'groups', i, 'weights', pattern],
          `found "${pattern}", expected one of the group's "tests": ${tests.join(', ')}`,
        )
  }
}

function checkVariants({ variants }: Fields, issue: Issue): void {
  for (const [name, variant] of Object.entries(variants)) {
    if ('integer' in variant && variant.integer[0] > variant.integer[1])
      issue(
        ['variants', name, 'integer'],
        `found [${variant.integer.join(', ')}], expected the minimum before the maximum`,
      )
    if ('oneOf' in variant && new Set(variant.oneOf.map((value) => typeof value)).size > 1)
      issue(
        ['variants', name, 'oneOf'],
        'found values of different types, expected only texts, only numbers or only booleans',
      )
  }
}

function checkParameterNames(exercise: Fields, issue: Issue): void {
  const known = Object.keys(exercise.variants)
  const parameter = (path: Path, name: string | number) => {
    if (typeof name === 'string' && !known.includes(name))
      issue(
        path,
        `found "${name}", expected a parameter of "variants": ${known.join(', ') || 'it has none'}${didYouMean(name, known)}`,
      )
  }
  for (const [name, from] of Object.entries(exercise.topologyFromVariant))
    parameter(['topologyFromVariant', name], from)
  for (const name of Object.keys(exercise.linux?.params ?? {})) parameter(['linux', 'params', name], name)
  for (const [i, port] of (exercise.leaks?.listeners ?? []).entries()) parameter(['leaks', 'listeners', i], port)
  const byHand = exercise.workspace?.byHand
  if (byHand) parameter(['workspace', 'byHand', 'port'], byHand.port)
  for (const [path, { args }] of workspacePrograms(exercise))
    for (const [i, value] of args.entries())
      if (typeof value === 'object') parameter([...path, 'args', i, 'parameter'], value.parameter)
}
