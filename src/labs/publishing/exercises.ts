import { readFileSync } from 'node:fs'
import { drawParams, type LoadedExercise, lessonOf, Module, mentionsIn, type Params, topologyParams } from '#grader'
import { ContentFolder, compileFunction } from '#grader/node/index.ts'
import { loadTests } from '#grader/running/index.ts'
import { readTopology } from '#lab'
import { readYaml } from '#lab/yaml/index.ts'
import { NODE_VERSION } from '#node/library/index.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import type { ExerciseBundle, LabExercise } from '../workspace/index.ts'
import { partsOf } from '../workspace/variant/index.ts'
import { lessonAddress, moduleAddress } from './addresses.ts'
import { courseFile } from './course-file.ts'
import { drawnTopology } from './drawn-topology.ts'
import { lessonFiles } from './lessons.ts'
import { isPublished, openingOf } from './solution-opening.ts'

/** All visitors of the page get the same variant and seed; a graded attempt has its own. */
const VARIANT = 'practice'
const SEED = 1

export interface PublishedExercise {
  lab: LabExercise
  bundle: ExerciseBundle
  params: Params
  points: number
  /** The learner's files in the solution; null if this build must not hold it. */
  solution: Record<string, string> | null
}

const content = new ContentFolder('content')
const known = new Map<string, Promise<PublishedExercise>>()

/** Every exercise has a lab page; those that need a real kernel are edited and submitted there. */
export async function publishedExercises(): Promise<PublishedExercise[]> {
  return Promise.all(content.exerciseIds().map(publishedExercise))
}

/** Tests are read by running their files, one file at a time. */
let reading: Promise<unknown> = Promise.resolve()

/** Loads an exercise by its id; once for all pages. */
export function publishedExercise(id: string): Promise<PublishedExercise> {
  const before = known.get(id)
  if (before) return before
  const exercise = reading.then(() => publish(content.exercise(id)))
  reading = exercise.catch(() => {})
  known.set(id, exercise)
  return exercise
}

async function publish(loaded: LoadedExercise): Promise<PublishedExercise> {
  const { exercise } = loaded
  const { workspace } = exercise
  const runsHere = exercise.backends.includes('simulated')
  const params = drawParams(exercise, VARIANT, runsHere ? 'simulated' : 'linux')
  const plan = await loadTests(loaded, params, compileFunction)
  const { file, text } = loaded.topology
  const values = { ...topologyParams(exercise, params), ...workspace?.topologyParameters }
  const topology = { file, text, params: values, ...drawnTopology(readTopology(file, text, values)) }
  const begun = programsOf(loaded)
  const programs = begun.map(({ program, host, start }) => ({ program, host, start, args: [] }))
  const byHand = workspace?.byHand ?? null
  const variants = {
    parameters: exercise.variants,
    mentions: mentionsIn(loaded),
    args: begun.map(({ args }) => args),
    port: byHand?.port ?? null,
  }
  const lab: LabExercise = {
    id: exercise.id,
    title: exercise.title,
    module: publishedModule(loaded.folder.split('/')[1] ?? ''),
    next: nextOf(exercise.id),
    lessons: lessonsNaming(exercise.id),
    readAgain: readAgain(loaded),
    starter: loaded.starter,
    given: loaded.given,
    handsIn: { others: exercise.submission.others },
    firstStep: workspace?.firstStep ?? null,
    entry: entryOf(loaded),
    host: workspace?.host ?? topology.nodes.find(({ address }) => address !== '')?.name ?? '',
    runsHere,
    topology,
    seed: SEED,
    variant: VARIANT,
    params,
    variants: doesVary(exercise) && runsHere ? variants : null,
    ...partsOf({ programs, byHand: byHand && { host: byHand.host, port: 0, say: byHand.say } }, variants, params),
    hints: hintsOf(loaded),
    solution: solutionOf(loaded),
    bundle: `/lab/${exercise.id}/exercise.json`,
    visibleTests: { name: 'visible.test.ts', text: loaded.tests['visible.test.ts'] ?? '' },
    tests: {
      visible: plan.filter((test) => test.file === 'visible.test.ts').length,
      practice: plan.filter((test) => test.file === 'practice.test.ts').length,
      sealed: sealedTests(plan).length,
    },
  }
  return {
    lab,
    params,
    points: exercise.points,
    bundle: bundleOf(loaded, sealedTests(plan)),
    solution: isPublished(lab.solution, Date.now()) ? publicSolution(loaded) : null,
  }
}

/** Whether the page can draw other variants. Where the network itself depends on them it keeps the one that it drew. */
const doesVary = ({ variants, topologyFromVariant }: LoadedExercise['exercise']): boolean =>
  Object.keys(topologyFromVariant).length === 0 &&
  Object.values(variants).some((one) => !('value' in one) && !('oneOf' in one && one.oneOf.length === 1))

/** The file to edit first. */
function entryOf({ exercise: { workspace, submission }, given }: LoadedExercise): string {
  return workspace && given[workspace.program] === undefined ? workspace.program : submission.files[0]!
}

/**
 * In starting order: the provided peers, the exercise's program, and the programs next to it. A provided program that calls
 * the learner's comes last.
 */
function programsOf({ exercise: { workspace }, given }: LoadedExercise): WorkspaceProgram[] {
  if (!workspace) return []
  const isGiven = ({ program }: { program: string }) => given[program] !== undefined
  const { programs } = workspace
  const peers = programs.filter(isGiven)
  const others = programs.filter((program) => !isGiven(program))
  return isGiven(workspace) ? [...peers, ...others, workspace] : [...peers, workspace, ...others]
}

type WorkspaceProgram = NonNullable<LoadedExercise['exercise']['workspace']>['programs'][number]

function hintsOf({ hints, skeletons }: LoadedExercise): LabExercise['hints'] {
  return hints.stages.map(({ text, costs, file }) => ({
    text,
    costs,
    file: file === undefined ? null : { name: file, text: skeletons[file] ?? '' },
  }))
}

/** Where and when the page shows the solution. */
function solutionOf({ exercise, solution }: LoadedExercise): LabExercise['solution'] {
  const opening = openingOf(courseFile(), exercise)
  return solution && opening && { address: `/lab/${exercise.id}/solution.json`, ...opening }
}

/** With the files that it adds: its programs import them. */
function publicSolution({ solution, given }: LoadedExercise): Record<string, string> {
  return Object.fromEntries(Object.entries(solution ?? {}).filter(([name]) => !(name in given)))
}

/** Files for Check. Solutions, mistakes and attempts (some are right) are not published, nor are tests for the server only. */
function bundleOf(loaded: LoadedExercise, sealed: readonly string[]): ExerciseBundle {
  const { 'sealed.test.ts': _, ...tests } = loaded.tests
  const hints = withoutCausesOf(sealed, loaded.hints)
  const files = loaded.exercise.tests.files.filter((name) => name !== 'sealed')
  const exercise = { ...loaded.exercise, tests: { ...loaded.exercise.tests, files } }
  return {
    exercise: { ...loaded, exercise, hints, tests, solution: null, wrong: [], attempts: [], prompt: '' },
    seed: SEED,
    variant: VARIANT,
    platform: packageJson.version,
    node: NODE_VERSION,
  }
}

const sealedTests = (plan: readonly { id: string; file: string }[]): string[] =>
  plan.filter(({ file }) => file === 'sealed.test.ts').map(({ id }) => id)

/** Without the causes of these tests: they name what the tests look at. */
function withoutCausesOf(tests: readonly string[], hints: LoadedExercise['hints']): LoadedExercise['hints'] {
  const isLeft = ([pattern]: [string, unknown]) => !tests.includes(pattern)
  const causes = hints.causes.map((cause) => ({
    ...cause,
    at: Object.fromEntries(Object.entries(cause.at).filter(isLeft)),
  }))
  return { ...hints, causes: causes.filter(({ at }) => Object.keys(at).length > 0) }
}

/** Number and title of a module, from its own file. */
function publishedModule(folder: string): LabExercise['module'] {
  const file = `content/${folder}/module.yaml`
  const { number, title } = readYaml(file, readFileSync(file, 'utf8'), Module)
  return { number, title, href: moduleAddress(folder) }
}

/** Enough to find one that the learner has not passed, in a page that stays small. */
const MOST_NEXT = 12

function nextOf(id: string): LabExercise['next'] {
  const ids = inReadingOrder()
  const at = ids.indexOf(id)
  if (at < 0) return []
  return [...ids.slice(at + 1), ...ids.slice(0, at)].slice(0, MOST_NEXT).map((next) => ({
    id: next,
    href: `/lab/${next}/`,
    title: content.exercise(next).exercise.title,
  }))
}

/** Exercises that exist, as a reader meets them: module by module, lesson by lesson, then those that no lesson names. */
function inReadingOrder(): string[] {
  const lessons = lessonFiles()
  const ids = courseFile().modules.flatMap((module) => {
    const own = new Set(Object.keys(module.lessons))
    return [
      ...lessons.filter(({ number }) => own.has(number)).flatMap(({ exercises }) => exercises),
      ...module.exercises,
    ]
  })
  const written = new Set(content.exerciseIds())
  return [...new Set(ids)].filter((id) => written.has(id))
}

/** Lessons whose frontmatter names the exercise, in course order. */
function lessonsNaming(exercise: string): LabExercise['lessons'] {
  return lessonFiles()
    .filter(({ exercises }) => exercises.includes(exercise))
    .map(({ place, title }) => ({ href: lessonAddress(place).href, title }))
}

/** Lessons named by its hints, without those that the course leaves out. `ackademy check` verifies that they exist. */
function readAgain(exercise: LoadedExercise): LabExercise['readAgain'] {
  const lessons = lessonFiles()
  const places = new Set(exercise.hints.causes.flatMap((cause) => lessonOf(exercise, cause) ?? []))
  return Object.fromEntries(
    [...places].flatMap((place) => {
      const lesson = lessons.find((one) => one.place === place.split('#')[0])
      return lesson ? [[place, { href: lessonAddress(place).href, title: lesson.title }]] : []
    }),
  )
}
