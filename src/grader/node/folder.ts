import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { didYouMean } from '#lab/yaml/index.ts'
import { type ExerciseSources, type Files, type LoadedExercise, loadExercise } from '../exercise/index.ts'
import { findQuestionFiles } from './question-files.ts'
import { FolderError, readFolder } from './read-folder.ts'

/** What a course takes from another one. */
export interface Inherited {
  base: ContentFolder
  /** Folders of whole modules: `03-tcp-conversations`. */
  modules: readonly string[]
  /** What is left out of them: ids, and places of lessons. */
  without: readonly string[]
}

/** The course on disk: finds exercises by id. What it has itself replaces what it inherits under the same name. */
export class ContentFolder {
  readonly root: string
  readonly #inherited: Inherited | undefined

  constructor(root: string, inherited?: Inherited) {
    this.root = resolve(root)
    this.#inherited = inherited
  }

  /** Ids of all exercises, in the order of the modules. */
  exerciseIds(): string[] {
    return [...this.#exerciseFolders().keys()]
  }

  /** Ids of the exercises in this folder, without inherited ones. */
  ownExerciseIds(): string[] {
    return [...this.#ownExerciseFolders().keys()]
  }

  /** Folders of the course's own modules: `03-tcp-conversations`. */
  modules(): string[] {
    if (!existsSync(this.root)) return []
    return readdirSync(this.root)
      .filter((name) => /^\d\d-/.test(name))
      .sort()
  }

  /** Everything in an own module that a course can leave out: ids of exercises, quizzes and drills, and places of lessons. */
  namesIn(module: string): string[] {
    const below = ([, path]: [string, string]) => relative(this.root, path).split(sep)[0] === module
    const files = [...this.#ownExerciseFolders(), ...findQuestionFiles(this.root)].filter(below)
    const lessons = this.lessonPlaces().filter((place) => place.startsWith(`${module}/`) && !place.includes('#'))
    return [...files.map(([id]) => id), ...lessons]
  }

  /** Reads an exercise by its id, or by the path of its folder. Throws `FolderError` or `FileProblems`. */
  exercise(idOrPath: string): LoadedExercise {
    return loadExercise(this.sources(idOrPath))
  }

  /** Returns the same files before they are checked: for a page that is built with parts of them. */
  sources(idOrPath: string): ExerciseSources {
    const folder = this.folder(idOrPath)
    const module = this.#moduleFile(dirname(dirname(folder)))
    return {
      folder: this.shown(folder),
      files: readFolder(folder),
      topologies: this.topologies(),
      ...(this.#inherited && { topologyPlaces: this.#topologyPlaces() }),
      ...(module !== undefined && { module: { file: this.shown(module), text: readFileSync(module, 'utf8') } }),
    }
  }

  /** Finds the folder of an exercise, by its id or its own path. Throws `FolderError` if there is none. */
  folder(idOrPath: string): string {
    const folder = this.#exerciseFolders().get(idOrPath) ?? resolve(idOrPath)
    if (existsSync(join(folder, 'exercise.yaml'))) return folder
    const lesson = this.#lesson(idOrPath)
    if (lesson !== undefined)
      throw new FolderError(
        `${lesson} is a lesson, not an exercise: "npm run dev" shows it, and "npm run build" holds its text to its figures`,
      )
    throw new FolderError(
      `there is no exercise "${idOrPath}"${didYouMean(idOrPath, this.exerciseIds())}\n` +
        `${this.root} has ${this.exerciseIds().join(', ') || 'none'}, and ${folder} has no exercise.yaml`,
    )
  }

  /** Files of the course's own quizzes and drills, by their ids. */
  questionFiles(): Map<string, string> {
    return findQuestionFiles(this.root)
  }

  /** `03-tcp-conversations/01-handshake-and-stream` and `…#explain`: every lesson, and every step of one. */
  lessonPlaces(): string[] {
    const own = this.#ownLessonPlaces()
    if (!this.#inherited) return own
    const { base, modules, without } = this.#inherited
    const [replaced, leftOut] = [new Set(own), new Set(without)]
    const inherited = base.lessonPlaces().filter((place) => {
      const [lesson = ''] = place.split('#')
      return modules.includes(lesson.split('/')[0]!) && !replaced.has(lesson) && !leftOut.has(lesson)
    })
    return [...own, ...inherited].sort()
  }

  /** The file of each of the course's own lessons, as messages name it, and its text. */
  lessonTexts(): { file: string; text: string }[] {
    const places = this.#ownLessonPlaces().filter((place) => !place.includes('#'))
    return places.map((place) => {
      const file = join(this.root, `${place}.mdx`)
      return { file: this.shown(file), text: readFileSync(file, 'utf8') }
    })
  }

  #ownLessonPlaces(): string[] {
    if (!existsSync(this.root)) return []
    return readdirSync(this.root)
      .flatMap((module) => this.#lessonsOf(module))
      .sort()
  }

  /** The place of a lesson by its name, with or without its number, or by its file. */
  #lesson(nameOrPath: string): string | undefined {
    const wanted = basename(nameOrPath, '.mdx')
    return this.lessonPlaces().find((place) => {
      const name = basename(place)
      return name === wanted || name.replace(/^\d\d-/, '') === wanted
    })
  }

  #lessonsOf(module: string): string[] {
    const folder = join(this.root, module)
    if (!statSync(folder).isDirectory()) return []
    return readdirSync(folder).flatMap((file) => {
      const [, name] = /^(\d\d-.*)\.mdx$/.exec(file) ?? []
      if (name === undefined) return []
      const steps = readFileSync(join(folder, file), 'utf8').matchAll(/<Step kind="(\w+)">/g)
      const place = `${module}/${name}`
      return [place, ...[...steps].map(([, step]) => `${place}#${step}`)]
    })
  }

  /** Topology files by name. The shipped course's are there for every course that may inherit from it. */
  topologies(): Files {
    const folder = join(this.root, 'topologies')
    return { ...this.#inherited?.base.topologies(), ...(existsSync(folder) && readFolder(folder)) }
  }

  /** Folders to search for a topology by its name, in this order. */
  topologyFolders(): string[] {
    return [join(this.root, 'topologies'), ...(this.#inherited?.base.topologyFolders() ?? [])]
  }

  #topologyPlaces(): Record<string, string> {
    const folder = join(this.root, 'topologies')
    const names = existsSync(folder) ? Object.keys(readFolder(folder)) : []
    return Object.fromEntries(names.map((name) => [name, this.shown(join(folder, name))]))
  }

  /** The file of a module: the course's own, or else the one beside an inherited exercise. */
  #moduleFile(module: string): string | undefined {
    const name = basename(module)
    const inherited = this.#inherited && [join(this.root, name), join(this.#inherited.base.root, name)]
    return [...new Set([...(inherited ?? []), module])]
      .map((folder) => join(folder, 'module.yaml'))
      .find((file) => existsSync(file))
  }

  #exerciseFolders(): Map<string, string> {
    const own = this.#ownExerciseFolders()
    if (!this.#inherited) return own
    const { base, modules, without } = this.#inherited
    const inherited = [...base.#ownExerciseFolders()].filter(
      ([id, folder]) => modules.includes(basename(dirname(dirname(folder)))) && !own.has(id) && !without.includes(id),
    )
    const place = ([id, folder]: [string, string]) => `${basename(dirname(dirname(folder)))}/${id}`
    return new Map([...own, ...inherited].sort((a, b) => (place(a) < place(b) ? -1 : 1)))
  }

  #ownExerciseFolders(): Map<string, string> {
    const found = new Map<string, string>()
    if (!existsSync(this.root)) return found
    for (const module of readdirSync(this.root).sort()) {
      const exercises = join(this.root, module, 'exercises')
      if (!existsSync(exercises)) continue
      for (const id of readdirSync(exercises).sort()) found.set(id, join(exercises, id))
    }
    return found
  }

  /** `content/03-…/exercises/tcp-echo-line`: the same wherever the course is stored. */
  shown(path: string): string {
    const inside = relative(this.root, path)
    if (!inside.startsWith('..')) return [basename(this.root), ...inside.split(sep)].join('/')
    return this.#inherited?.base.shown(path) ?? path
  }
}
