/**
 * `ackademy new`: files to begin with, which pass `ackademy check` as they are. `templates/` has what each kind begins with.
 */
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { course, isShippedCourse } from '#grading/course/index.ts'
import { didYouMean } from '#lab'
import { CommandError } from '../command-error.ts'
import { writeCourse } from './new-course.ts'
import {
  drillFiles,
  exerciseFiles,
  lessonFiles,
  moduleFiles,
  quizFiles,
  withInstalledSchemas,
} from './templates/index.ts'
import { write } from './write.ts'

const HELP = `Usage: ackademy new [exercise|quiz|drill] NAME --module NN [--title TEXT]
       ackademy new lesson NN-name --module NN [--title TEXT]
       ackademy new module NN-name [--title TEXT]
       ackademy new course FOLDER [--title TEXT] [--platform SPEC]

Creates the initial files. They pass \`ackademy check NAME\` as they are, and a new lesson's page renders. The default kind is an exercise.
Existing files are never overwritten.
  --module NN     the module, by its number or folder
  --title TEXT    its title (default: derived from the name)
  --platform SPEC what a new course's package.json names as the platform: a version, or a packed file (default: this platform)

Exit status: 0 written, 2 error.
`

const KINDS = ['exercise', 'lesson', 'quiz', 'drill', 'module', 'course'] as const
type Kind = (typeof KINDS)[number]

/** Prints what was written, and what to do next. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      module: { type: 'string' },
      title: { type: 'string' },
      platform: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const { kind, name } = whatIsMeant(positionals)
  const title = values.title ?? titleFrom(basename(resolve(name)))
  if (kind === 'course') {
    process.stdout.write(writeCourse(name, title, values.platform))
    return 0
  }
  if (values.platform !== undefined)
    throw new CommandError(`--platform: only "new course" takes it, found "new ${kind}"`)
  const module = kind === 'module' ? name : moduleFolder(values.module)
  const files = filesOf(kind, name, title, module)
  const shown = write(join(course().root, module), isShippedCourse() ? files : withInstalledSchemas(files))
  process.stdout.write(`${shown.join('\n')}\n\nNext: ${nextStep(kind, name, module)}\n`)
  return 0
}

/** A lesson is read, what is graded is checked. */
function nextStep(kind: Kind, name: string, module: string): string {
  const unnumbered = (folder: string) => folder.replace(/^\d\d-/, '')
  // No page shows a course that is not the shipped one.
  if (kind === 'lesson' && !isShippedCourse()) return 'npx ackademy check'
  if (kind === 'lesson')
    return `npm run dev, then http://localhost:4321/course/${unnumbered(module)}/${unnumbered(name)}/`
  return kind === 'module' ? `npx ackademy new exercise NAME --module ${name}` : `npx ackademy check ${name}`
}

function whatIsMeant(words: readonly string[]): { kind: Kind; name: string } {
  const [kind, name] = words.length === 1 ? ['exercise', words[0]!] : words
  const known = KINDS.find((one) => one === kind)
  if (words.length === 0 || words.length > 2 || name === undefined)
    throw new CommandError('expected what to make and its name: ackademy new exercise tcp-shout --module 03')
  if (!known)
    throw new CommandError(`found "new ${kind}", expected ${KINDS.join(', ')}${didYouMean(kind ?? '', KINDS)}`)
  const isNumbered = known === 'module' || known === 'lesson'
  const form = isNumbered ? /^\d\d-[a-z0-9]+(-[a-z0-9]+)*$/ : /^[a-z0-9]+(-[a-z0-9]+)*$/
  if (!form.test(known === 'course' ? basename(resolve(name)) : name))
    throw new CommandError(
      `found the name "${name}", expected ${isNumbered ? `its number and lower-case words, such as ${known === 'module' ? '12-nat' : '01-first-answer'}` : 'lower-case words joined by "-", such as tcp-shout'}`,
    )
  return { kind: known, name }
}

const titleFrom = (name: string): string => {
  const words = name.replace(/^\d\d-/, '').replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The folder of a module by its number or name. */
function moduleFolder(wanted: string | undefined): string {
  const modules = course().content.modules()
  const found = modules.find((name) => name === wanted || name.slice(0, 2) === wanted?.padStart(2, '0'))
  if (found) return found
  const given = wanted === undefined ? 'found no --module' : `found --module ${wanted}`
  throw new CommandError(
    `${given}, expected one of ${modules.join(', ')}; \`ackademy new module 12-nat\` makes another`,
  )
}

function filesOf(kind: Exclude<Kind, 'course'>, name: string, title: string, module: string): Record<string, string> {
  if (kind === 'exercise') return exerciseFiles(name, title)
  if (kind === 'lesson') return lessonFiles(name, title, Number(module.slice(0, 2)))
  if (kind === 'quiz') return quizFiles(name, title)
  return kind === 'drill' ? drillFiles(name, title) : moduleFiles(name, title)
}
