import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { didYouMean } from '#lab/yaml/index.ts'
import { type ExerciseSources, type Files, type LoadedExercise, loadExercise } from '../exercise/index.ts'
import { findQuestionFiles } from './question-files.ts'

/** A path that cannot be used, explained in one sentence. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
}

/** Reads every file below a folder as text, by its path with forward slashes. Skips `node_modules` and names that begin with a dot. */
export function readFolder(folder: string, mostBytes = 200_000_000): Files {
  if (!existsSync(folder)) throw new FolderError(`there is no folder ${folder}`)
  if (!statSync(folder).isDirectory()) throw new FolderError(`${folder} is a file, expected a folder`)
  const files: Files = {}
  let bytes = 0
  for (const path of walk(folder)) {
    bytes += statSync(path).size
    if (bytes > mostBytes) throw new FolderError(`${folder} holds more than ${mostBytes} bytes`)
    files[relative(folder, path).split(sep).join('/')] = readFileSync(path, 'utf8')
  }
  return files
}

function* walk(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    const path = join(folder, entry.name)
    // A symbolic link could lead anywhere on the grader's disk.
    if (entry.isDirectory()) yield* walk(path)
    else if (entry.isFile()) yield path
  }
}

/** The course on disk: finds exercises by id. */
export class ContentFolder {
  readonly root: string

  constructor(root: string) {
    this.root = resolve(root)
  }

  /** Ids of all exercises, in the order of the modules. */
  exerciseIds(): string[] {
    return [...this.#exerciseFolders().keys()]
  }

  /** Reads an exercise by its id, or by the path of its folder. Throws `FolderError` or `FileProblems`. */
  exercise(idOrPath: string): LoadedExercise {
    return loadExercise(this.sources(idOrPath))
  }

  /** Returns the same files before they are checked: for a page that is built with parts of them. */
  sources(idOrPath: string): ExerciseSources {
    const folder = this.folder(idOrPath)
    const module = join(dirname(dirname(folder)), 'module.yaml')
    return {
      folder: this.shown(folder),
      files: readFolder(folder),
      topologies: this.#topologies(),
      ...(existsSync(module) && { module: { file: this.shown(module), text: readFileSync(module, 'utf8') } }),
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

  /** Files of quizzes and drills, by their ids. */
  questionFiles(): Map<string, string> {
    return findQuestionFiles(this.root)
  }

  /** `03-tcp-conversations/01-handshake-and-stream` and `…#explain`: every lesson, and every step of one. */
  lessonPlaces(): string[] {
    if (!existsSync(this.root)) return []
    return readdirSync(this.root)
      .flatMap((module) => this.#lessonsOf(module))
      .sort()
  }

  /** The file of each lesson, as messages name it, and its text. */
  lessonTexts(): { file: string; text: string }[] {
    const places = this.lessonPlaces().filter((place) => !place.includes('#'))
    return places.map((place) => {
      const file = join(this.root, `${place}.mdx`)
      return { file: this.shown(file), text: readFileSync(file, 'utf8') }
    })
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

  #topologies(): Files {
    const folder = join(this.root, 'topologies')
    return existsSync(folder) ? readFolder(folder) : {}
  }

  #exerciseFolders(): Map<string, string> {
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
    return inside.startsWith('..') ? path : [basename(this.root), ...inside.split(sep)].join('/')
  }
}
