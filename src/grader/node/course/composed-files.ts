import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { readYaml } from '#lab/yaml/index.ts'
import { COURSE_FILE, type CourseFile, type PlannedModule } from './course-file.ts'
import type { Course } from './open-course.ts'

/** Where a file of a composed course comes from: a file on the disk, or a text that is made. */
export type Source = { readonly file: string } | { readonly text: string }

const MODULE = /^\d\d-/
/** Folders that a course has beside its modules. Those of the shipped course are there too, where it has no file of the same name. */
const SHARED = ['topologies', 'surprise']
const GLOSSARY = 'glossary.yaml'
/** The page at the root of the site. Without it, that is the map of the course. */
const HOME = 'home.yaml'

/**
 * A course of one's own as one folder, with what it takes from the shipped course: each path from that folder, with slashes, and where the file
 * comes from. What the course has itself replaces what it would take, as in `ContentFolder`. `shipped` is opened as a course of its own.
 */
export function composedFiles(course: Course, shipped: Course): Map<string, Source> {
  const files = new Map<string, Source>()
  const add = (root: string, folder: string, isTaken: (path: string) => boolean = () => true) => {
    for (const path of filesBelow(root, folder)) if (isTaken(path)) files.set(path, { file: join(root, path) })
  }
  for (const folder of SHARED) add(shipped.root, folder)
  const isReplaced = replacedBy(course)
  for (const module of course.plan.extends) add(shipped.root, module, (path) => !isReplaced(path))
  for (const name of readdirSync(course.root).sort())
    if (MODULE.test(name) || SHARED.includes(name)) add(course.root, name)
  if (existsSync(join(course.root, HOME))) files.set(HOME, { file: join(course.root, HOME) })
  files.set(GLOSSARY, { text: glossaryOf(course, shipped) })
  files.set(COURSE_FILE, { text: stringify(planOf(course, shipped, files)) })
  return files
}

/** Tells of a file in a shipped module whether the course leaves it out or has another of the same id. */
function replacedBy({ root, plan, content }: Course): (path: string) => boolean {
  const without = new Set(plan.without)
  const own = new Set([...content.ownExerciseIds(), ...content.questionFiles().keys(), ...figuresIn(root)])
  return (path) => {
    const [module = '', kind = '', id = ''] = path.split('/')
    if (['exercises', 'drills', 'figures'].includes(kind)) return without.has(id) || own.has(id)
    const [, question = ''] = /^(.+)\.(?:quiz|interview)\.yaml$/.exec(kind) ?? []
    return without.has(question) || own.has(question) || without.has(`${module}/${kind.replace(/\.mdx$/, '')}`)
  }
}

function figuresIn(root: string): string[] {
  const folders = readdirSync(root).flatMap((name) => (MODULE.test(name) ? [join(root, name, 'figures')] : []))
  return folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
}

/**
 * The course's plan with the modules that it takes: of those, only what has been written and is not left out. `without` names everything that the
 * shipped course has beside that.
 */
function planOf(course: Course, shipped: Course, files: ReadonlyMap<string, Source>): CourseFile {
  const { plan } = course
  const taken = plan.extends.flatMap((folder) => {
    const name = folder.replace(MODULE, '')
    const module = shipped.plan.modules.find((one) => one.name === name)
    return module && !plan.modules.some((own) => own.name === name) ? [writtenPart(module, folder, files)] : []
  })
  const modules = [...plan.modules, ...taken].sort((a, b) => a.number - b.number)
  const numbers = new Set(modules.map(({ number }) => number))
  const known = modules.map((module) => ({ ...module, needs: module.needs.filter((number) => numbers.has(number)) }))
  return { ...plan, extends: [], without: leftOut(course, shipped), modules: known }
}

/** Everything that the shipped course has and this one hasn't: texts that it takes may name it. */
function leftOut({ plan, content }: Course, shipped: Course): string[] {
  const own = new Set([...content.ownExerciseIds(), ...content.questionFiles().keys(), ...content.lessonPlaces()])
  return shipped.content.modules().flatMap((module) => {
    const isTaken = plan.extends.includes(module)
    return shipped.content
      .namesIn(module)
      .filter((name) => !own.has(name) && !(isTaken && !plan.without.includes(name)))
  })
}

function writtenPart(module: PlannedModule, folder: string, files: ReadonlyMap<string, Source>): PlannedModule {
  const inModule = [...files].filter(([path]) => path.startsWith(`${folder}/`))
  const numbers = new Set(inModule.flatMap(([path, source]) => (path.endsWith('.mdx') ? [numberIn(source)] : [])))
  const ids = new Set(inModule.map(([path]) => path.split('/')[2]))
  return {
    ...module,
    lessons: Object.fromEntries(Object.entries(module.lessons).filter(([number]) => numbers.has(number))),
    exercises: module.exercises.filter((id) => ids.has(id)),
  }
}

/** The number of a lesson, from the head of its file. */
const numberIn = (source: Source): string | undefined =>
  'file' in source ? /^number: ['"]?([\d.]+)/m.exec(readFileSync(source.file, 'utf8'))?.[1] : undefined

const Glossary = z.object({ version: z.literal(1), terms: z.array(z.looseObject({ term: z.string() })) })

/** All words of the shipped course; a course's own word replaces the one of the same name. */
function glossaryOf(course: Course, shipped: Course): string {
  const read = (root: string) => {
    const file = join(root, GLOSSARY)
    if (!existsSync(file)) return []
    return readYaml(`${basename(root)}/${GLOSSARY}`, readFileSync(file, 'utf8'), Glossary).terms
  }
  const terms = new Map([...read(shipped.root), ...read(course.root)].map((term) => [term.term, term]))
  return stringify({ version: 1, terms: [...terms.values()] })
}

/** Paths of the files below a folder, from `root`, with slashes. Skips `node_modules` and names that begin with a dot. */
function filesBelow(root: string, folder: string): string[] {
  const start = join(root, folder)
  if (!existsSync(start)) return []
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !/(?:^|\/)(?:\.|node_modules\/)/.test(path))
    .sort()
}
