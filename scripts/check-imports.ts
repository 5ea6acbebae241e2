/**
 * Holds the floors of ARCHITECTURE.md: imports go down, never up, and into another folder only through its `index.ts`.
 * dependency-cruiser reads the graph; the rules are here, so that a violation is told in the words of the architecture. It fails as
 * well when fewer modules were read than there are files: a tool that silently reads nothing must not pass.
 * Usage: check-imports.ts [FOLDER], a repository of this shape (default: this one).
 */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'

/** Ground floor first. A folder may import its own floor and the floors before it. */
const FLOORS: string[][] = [
  ['src/runtime/network'],
  ['src/packetdrill'],
  ['src/runtime/node'],
  ['src/runtime/sockets', 'src/runtime/shell'],
  ['src/runtime/lab'],
  ['src/grader'],
  ['src/strings', 'ci-runner'],
  ['src/grading'],
  ['src/labs', 'src/cli'],
  ['src/components', 'src/layouts', 'src/pages', 'src/styles', 'content', 'scripts', 'tests', 'bench'],
]
/** Neighbors on one floor that must not know each other. */
const STRANGERS: [string, string][] = [
  ['src/labs', 'src/grading'],
  ['src/labs', 'ci-runner'],
]

const floorOf = (file: string) => FLOORS.findIndex((folders) => folders.some((folder) => file.startsWith(`${folder}/`)))
const isTest = (file: string) =>
  /\.(test|case|fixture)\.tsx?$/.test(file) || file.startsWith('tests/') || file.startsWith('bench/')

function violation(from: string, to: string): string | undefined {
  const [below, above] = [floorOf(from), floorOf(to)]
  if (below < 0 || above < 0) return undefined
  if (above > below && !isTest(from))
    return `${from} imports ${to}: that is upwards; the piece belongs on a lower floor`
  if (STRANGERS.some(([a, b]) => from.startsWith(`${a}/`) && to.startsWith(`${b}/`)))
    return `${from} imports ${to}: these two never import each other`
  const [fromFolder, toFolder] = [dirname(from), dirname(to)]
  const related = fromFolder === toFolder || fromFolder.startsWith(`${toFolder}/`)
  if (!related && !/\/index\.tsx?$/.test(to) && !isTest(from) && !isEntry(to) && !from.startsWith('scripts/'))
    return `${from} imports ${to}: another folder is imported through its index.ts`
  return undefined
}
/** Astro pages are rooms without an index: a page names the component it shows. */
const isEntry = (file: string) => /\.(astro|css|json|mdx|tsx)$/.test(file)

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/\/node_modules\//.test(file))
}

process.chdir(process.argv[2] ?? '.')
const folders = ['src', 'ci-runner', 'scripts', 'tests', 'bench'].filter((folder) => {
  try {
    return readdirSync(folder).length > 0
  } catch {
    return false
  }
})
const result = await cruise(folders, {
  tsConfig: { fileName: 'tsconfig.json' },
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)(node_modules|dist|generated|fixtures)/' },
})
const { modules } = result.output as ICruiseResult
const own = modules.filter((module) => !module.coreModule && !module.source.includes('node_modules'))
const seen = new Set(own.map((module) => module.source))
const problems: string[] = []

const unread = folders.flatMap(filesBelow).filter((file) => !seen.has(file) && !/\/fixtures\//.test(file))
if (unread.length > 0)
  problems.push(`${unread.length} files were not read, among them ${unread.slice(0, 3).join(', ')}`)
for (const module of own)
  for (const dependency of module.dependencies) {
    const found = violation(module.source, dependency.resolved)
    if (found) problems.push(found)
    if (
      dependency.circular &&
      !dependency.typeOnly &&
      (dependency.cycle ?? []).every((step) => !step.dependencyTypes.includes('type-only'))
    )
      problems.push(
        `${module.source} imports itself through ${(dependency.cycle ?? []).map((step) => step.name).join(' → ')}`,
      )
  }
for (const problem of new Set(problems)) console.error(problem)
console.log(`imports: ${own.length} modules read, ${new Set(problems).size} violations`)
process.exitCode = problems.length > 0 ? 1 : 0
