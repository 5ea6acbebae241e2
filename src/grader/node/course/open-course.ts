import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import {
  didYouMean,
  FileProblems,
  type Located,
  type Problem,
  parseLocated,
  problemAt,
  validate,
} from '#lab/yaml/index.ts'
import { ContentFolder } from '../folder.ts'
import { FolderError } from '../read-folder.ts'
import { COURSE_FILE, CourseFile } from './course-file.ts'

/** A course on disk: the shipped one, or a folder of an instructor's own. */
export interface Course {
  /** The folder with `course.yaml`. */
  root: string
  /** What `course.yaml` says. */
  plan: CourseFile
  /** Exercises, lessons, questions and topologies, with what it takes from the shipped course. */
  content: ContentFolder
}

/** Returns the nearest folder from `from` upwards that is a course, or undefined. */
export function findCourse(from: string): string | undefined {
  const folder = resolve(from)
  if (existsSync(join(folder, COURSE_FILE))) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : findCourse(parent)
}

/** Opens a course; `shipped` is the folder of the one that it may extend. Throws `FolderError` or `FileProblems`. */
export function openCourse(folder: string, shipped: string): Course {
  const root = resolve(folder)
  const file = join(root, COURSE_FILE)
  if (!existsSync(file))
    throw new FolderError(`${root} has no ${COURSE_FILE}, expected a course; \`ackademy new course NAME\` makes one`)
  const located = parseLocated(`${basename(root)}/${COURSE_FILE}`, readFileSync(file, 'utf8'))
  const plan = validate(CourseFile, located)
  if (root === resolve(shipped)) return { root, plan, content: new ContentFolder(root) }
  const base = new ContentFolder(shipped)
  const problems = [
    ...unknownModules(plan, located, base),
    ...unknownOmissions(plan, located, base),
    ...numbersTakenTwice(plan, located),
  ]
  if (problems.length > 0) throw new FileProblems(problems)
  return { root, plan, content: new ContentFolder(root, { base, modules: plan.extends, without: plan.without }) }
}

function unknownModules(plan: CourseFile, located: Located, base: ContentFolder): Problem[] {
  const known = base.modules()
  return plan.extends.flatMap((name, i) =>
    known.includes(name)
      ? []
      : problemAt(
          located,
          ['extends', i],
          `found "${name}", expected a module of the shipped course: ${known.join(', ')}${didYouMean(name, known)}`,
        ),
  )
}

/** Only what the extended modules contain can be left out. */
function unknownOmissions(plan: CourseFile, located: Located, base: ContentFolder): Problem[] {
  const all = plan.extends.flatMap((module) => base.namesIn(module))
  return plan.without.flatMap((name, i) =>
    all.includes(name)
      ? []
      : problemAt(
          located,
          ['without', i],
          `found "${name}", expected an exercise, quiz, drill or lesson of the modules in "extends"${didYouMean(name, all)}`,
        ),
  )
}

/** A module that the course has under a name of its own can't have the number of one that it takes. */
function numbersTakenTwice({ extends: taken, modules }: CourseFile, located: Located): Problem[] {
  return modules.flatMap(({ number, name }, i) => {
    const folder = taken.find(
      (other) => Number(/^\d+/.exec(other)?.[0]) === number && other.replace(/^\d+-/, '') !== name,
    )
    if (folder === undefined) return []
    const message = `found ${number}, expected another number: ${folder} in "extends" has this one`
    return problemAt(located, ['modules', i, 'number'], message)
  })
}
