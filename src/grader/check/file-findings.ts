import { type Files, type LoadedExercise, quizzesIn } from '../exercise/index.ts'
import { type Finding, problem } from './findings.ts'

/** Finds unused files: an author may mistake them for a part of the exercise. */
export function checkFiles(exercise: LoadedExercise, paths: readonly string[]): Finding[] {
  return [
    ...unusedTests(exercise),
    ...unusedPrograms(exercise),
    ...unusedGiven(exercise),
    ...strangers(exercise, paths),
  ]
}

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"](\.[^'"]+)['"]/g)].map(([, path]) => path!)

/** The files that `roots` reach by importing, within their own folder. */
function reachable(files: Files, roots: readonly string[]): Set<string> {
  const found = new Set<string>()
  const visit = (path: string) => {
    if (found.has(path) || files[path] === undefined) return
    found.add(path)
    for (const specifier of importsOf(files[path])) visit(resolved(path, specifier))
  }
  roots.forEach(visit)
  return found
}

/** Resolves `./lib/frames.ts` in `a/b.ts` to `a/lib/frames.ts`. */
function resolved(from: string, specifier: string): string {
  const steps = [...from.split('/').slice(0, -1), ...specifier.split('/')]
  const path: string[] = []
  for (const step of steps)
    if (step === '..') path.pop()
    else if (step !== '.') path.push(step)
  return path.join('/')
}

function unusedTests({ exercise, tests }: LoadedExercise): Finding[] {
  const used = reachable(
    tests,
    exercise.tests.files.map((kind) => `${kind}.test.ts`),
  )
  return Object.keys(tests)
    .filter((path) => !used.has(path))
    .map((path) => problem(`tests/${path}`, 'no test file imports it, and "tests.files" does not name it'))
}

function unusedPrograms({ tests, programs, topology }: LoadedExercise): Finding[] {
  const texts = [...Object.values(tests), topology.text]
  const named = (path: string) => texts.some((text) => text.includes(path))
  const used = reachable(programs, Object.keys(programs).filter(named))
  return Object.keys(programs)
    .filter((path) => !used.has(path))
    .map((path) => problem(`tests/programs/${path}`, `no test runs it: lab.host(…).run('tests:${path}')`))
}

function unusedGiven({ exercise: { workspace }, given }: LoadedExercise): Finding[] {
  const programs = workspace ? [workspace, ...workspace.programs].map(({ program }) => program) : []
  const used = reachable(given, programs)
  return Object.keys(given)
    .filter((path) => !used.has(path))
    .map((path) => problem(`given/${path}`, 'no program of "workspace" is or imports this file'))
}

/** Finds files that don't belong in the folder. */
function strangers({ hints, exercise, prompt }: LoadedExercise, paths: readonly string[]): Finding[] {
  const known = new Set([
    ...['exercise.yaml', 'hints.yaml', 'wrong.yaml', 'prompt.mdx'],
    ...hints.stages.flatMap(({ file }) => file ?? []),
    ...(exercise.topology.startsWith('./') ? [exercise.topology.slice(2)] : []),
    ...quizzesIn(prompt).map((id) => `${id}.quiz.yaml`),
  ])
  const inPlace = /^(starter|given|solution|tests|attempts|wrong\/[^/]+)\/./
  return paths
    .filter((path) => !known.has(path) && !inPlace.test(path) && !prompt.includes(path))
    .map((path) => problem(path, 'nothing in the exercise uses this file'))
}
