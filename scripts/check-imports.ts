/**
 * Holds the floors of ARCHITECTURE.md: imports go down, never up, and into another folder only through its `index.ts`; paths in
 * strings go down too. dependency-cruiser reads the graph; the rules are here, so that a message uses the words of the
 * architecture. Also fails if fewer modules were read than there are files: a check that silently reads nothing must not pass.
 * Usage: check-imports.ts [FOLDER], a repository of this shape (default: this one).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { FLOORS, folderOf, isData, isTest, isUpwards, STRANGERS } from './floors.ts'
import { importCycles } from './import-cycles.ts'
import { pathStrings } from './path-strings.ts'

function violation(from: string, to: string): string | undefined {
  if (folderOf(from) === undefined || folderOf(to) === undefined) return undefined
  if (isUpwards(from, to)) return `${from} imports ${to}: that is upwards; the piece belongs on a lower floor`
  if (STRANGERS.some(([a, b]) => from.startsWith(`${a}/`) && to.startsWith(`${b}/`)))
    return `${from} imports ${to}: these two never import each other`
  const [fromFolder, toFolder] = [dirname(from), dirname(to)]
  const related = fromFolder === toFolder || fromFolder.startsWith(`${toFolder}/`)
  if (!related && !/\/index\.tsx?$/.test(to) && !isTest(from) && !isEntry(to) && !from.startsWith('scripts/'))
    return `${from} imports ${to}: another folder is imported through its index.ts`
  return undefined
}
/** Astro pages have no index.ts: a page imports the component that it shows. */
const isEntry = (file: string) => /\.(astro|css|json|mdx|tsx)$/.test(file)

/** Returns the import name that package.json gives a file: `#network`. */
function nameOf(file: string, names: Readonly<Record<string, string>>): string | undefined {
  for (const [name, path] of Object.entries(names)) {
    const [start, end] = path.slice('./'.length).split('*') as [string, string | undefined]
    if (end === undefined ? file === start : file.startsWith(start)) return name.replace('*', file.slice(start.length))
  }
  return undefined
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .filter((file) => !/\/node_modules\//.test(file))
}

process.chdir(process.argv[2] ?? '.')
const problems: string[] = []
const missing = FLOORS.flat().filter((folder) => !existsSync(folder))
for (const folder of missing) problems.push(`scripts/floors.ts lists ${folder}, which is not there`)
const folders = ['src', 'ci-runner', 'scripts', 'tests', 'bench'].filter(
  (folder) => existsSync(folder) && readdirSync(folder).length > 0,
)
const packageFile = existsSync('package.json') ? JSON.parse(readFileSync('package.json', 'utf8')) : {}
const result = await cruise(folders, {
  tsConfig: { fileName: 'tsconfig.json' },
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)(node_modules|dist|generated|fixtures)/' },
})
const { modules } = result.output as ICruiseResult
const own = modules.filter((module) => !module.coreModule && !module.source.includes('node_modules'))
const seen = new Set(own.map((module) => module.source))

const unread = folders.flatMap(filesBelow).filter((file) => !seen.has(file) && !/\/fixtures\//.test(file))
if (unread.length > 0)
  problems.push(`${unread.length} files were not read, among them ${unread.slice(0, 3).join(', ')}`)
for (const { source, dependencies } of own)
  for (const { module, resolved, circular, typeOnly, cycle = [] } of dependencies) {
    const found = violation(source, resolved)
    if (found) problems.push(found)
    if (module.startsWith('.') && folderOf(source) !== folderOf(resolved)) {
      const name = nameOf(resolved, packageFile.imports ?? {})
      if (name !== undefined) problems.push(`${source} imports ${module}: write ${name}, the name in package.json`)
    }
    if (circular && !typeOnly && cycle.every((step) => !step.dependencyTypes.includes('type-only')))
      problems.push(`${source} imports itself through ${cycle.map((step) => step.name).join(' → ')}`)
  }

const imports = new Map(own.map((module) => [module.source, module.dependencies.map(({ resolved }) => resolved)]))
for (const cycle of importCycles(imports))
  problems.push(
    `${cycle[0]} and ${cycle.length - 1} more import each other, at least through types: ${cycle.slice(1, 4).join(', ')}${cycle.length > 4 ? ' …' : ''}. Declare what a part needs of the whole beside the part`,
  )

for (const file of seen)
  if (folderOf(file) !== undefined && existsSync(file))
    for (const path of pathStrings(file, readFileSync(file, 'utf8')))
      if (isUpwards(file, path) && !isData(path)) problems.push(`${file} names ${path}: that is upwards`)

for (const problem of new Set(problems)) console.error(problem)
console.log(`imports: ${own.length} modules read, ${new Set(problems).size} violations`)
process.exitCode = problems.length > 0 ? 1 : 0
