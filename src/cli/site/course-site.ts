import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, watch } from 'node:fs'
import { join, sep } from 'node:path'
import { type Course, composedFiles, type Source } from '#grader/node/index.ts'
import { CommandError } from '../command-error.ts'
import { PLATFORM } from '../platform.ts'
import { build, runScript } from '../run-script.ts'
import { mirror } from './mirror.ts'

/** Where in a course's folder its site is made. */
const FOLDER = '.ackademy/site'
/** What makes a site, from the platform's folder. */
const PARTS = ['src', 'scripts', 'public', 'ci-runner', 'bin', 'generated']
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'astro.config.mjs']
/** Folders that only have to be found. */
const LINKED = ['node_modules', 'packages']
/** What is made of the course: the platform's own is of the shipped one. */
const MADE_OF_THE_COURSE =
  /^generated\/(?:figures\/|sessions\.json|due-dates\.json|\.stamps\/(?:figures|sessions|due-dates|site)\.json)/
const KEPT = /^(?:dist|\.astro|content|node_modules|packages)(?:\/|$)/
/** An editor saves in several steps. */
const QUIET_MS = 50

/**
 * The site of a course of one's own. It is built in a folder of its own, which has the platform's sources and generated files beside the course's
 * content, so two courses never share what is built. Only what has changed is copied and built again.
 */
export class CourseSite {
  readonly #course: Course
  readonly #shipped: Course
  readonly #folder: string

  constructor(course: Course, shipped: Course) {
    this.#course = course
    this.#shipped = shipped
    this.#folder = join(course.root, FOLDER)
  }

  /** Builds it, and returns the folder with its pages. */
  async build(): Promise<string> {
    await this.#bring()
    const status = await runScript('scripts/build.ts', ['site', '--quiet'], this.#folder)
    if (status !== 0) throw new CommandError('the site of the course could not be built; the message is above')
    return join(this.#folder, 'dist')
  }

  /** Serves it for authors until it is interrupted: a saved file shows in the page. `args` are for Astro. Returns the exit status. */
  async serve(args: readonly string[]): Promise<number> {
    await this.#bring()
    let waiting: NodeJS.Timeout | undefined
    const watcher = watch(this.#course.root, { recursive: true }, (_event, path) => {
      if (path === null || path.startsWith('.') || path.startsWith('node_modules')) return
      clearTimeout(waiting)
      waiting = setTimeout(() => this.#bringAgain(), QUIET_MS)
    })
    try {
      return await runScript('scripts/dev.ts', args, this.#folder)
    } finally {
      clearTimeout(waiting)
      watcher.close()
    }
  }

  async #bring(): Promise<void> {
    await build('parts', { quiet: false })
    mkdirSync(this.#folder, { recursive: true })
    mirror(platformFiles(), this.#folder, (path) => KEPT.test(path) || MADE_OF_THE_COURSE.test(path))
    for (const name of LINKED) link(join(PLATFORM, name), join(this.#folder, name))
    this.#bringContent()
  }

  #bringContent(): void {
    mirror(composedFiles(this.#course, this.#shipped), join(this.#folder, 'content'))
  }

  /** What was saved may be half a file: the next save mends it. */
  #bringAgain(): void {
    try {
      this.#bringContent()
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`)
    }
  }
}

function platformFiles(): Map<string, Source> {
  const below = PARTS.flatMap((part) =>
    readdirSync(join(PLATFORM, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name).slice(PLATFORM.length).split(sep).join('/')),
  )
  const paths = [...FILES, ...below].filter((path) => !MADE_OF_THE_COURSE.test(path))
  return new Map(paths.map((path) => [path, { file: join(PLATFORM, path) }]))
}

/** A platform that was moved leaves a link to nowhere, which is made again. */
function link(target: string, path: string): void {
  if (existsSync(path)) return
  rmSync(path, { force: true })
  symlinkSync(target, path, 'junction')
}
