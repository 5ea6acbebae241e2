import type { z } from 'zod'
import { didYouMean, type Path } from '#lab/yaml/index.ts'
import { editedFiles } from '../edits/index.ts'
import { type Files, filesUnder } from '../files.ts'
import type { Read, Reader } from '../read.ts'
import { type Attempts, SOLUTION, type Told } from './attempts-schema.ts'

/** A program written from the prompt alone, to measure hints and tests. */
export interface Attempt extends Told {
  files: Files
}

/** Builds the attempts of an exercise. Reports the ones that can't be built, with attempt, file and edit. */
export function attemptsIn(
  files: Files,
  read: Read<z.output<typeof Attempts>> | null,
  solution: Files | null,
  reader: Reader,
): Attempt[] {
  if (!read) return []
  const { attempts } = read.value
  const told = attempts.map(({ name }) => name)
  const folders = Object.keys(filesUnder(files, 'attempts')).flatMap((path) => /^([^/]+)\//.exec(path)?.[1] ?? [])
  for (const name of new Set(folders))
    if (!told.includes(name))
      reader.report(read.located, ['attempts'], `found the folder attempts/${name}, expected an entry that tells of it`)
  const programs = new Programs(attempts, files, solution, (i, path, message) =>
    reader.report(read.located, ['attempts', i, ...path], `attempt ${told[i]}: ${message}`),
  )
  return attempts.map((attempt, i) => ({ ...attempt, files: programs.made(i) ?? {} }))
}

/** Makes each program once, after the one that it is like. */
class Programs {
  readonly #attempts: readonly Told[]
  readonly #files: Files
  readonly #solution: Files | null
  readonly #report: (attempt: number, path: Path, message: string) => void
  /** Null: it can't be made, which is reported. */
  readonly #made = new Map<number, Files | null>()

  constructor(
    attempts: readonly Told[],
    files: Files,
    solution: Files | null,
    report: (attempt: number, path: Path, message: string) => void,
  ) {
    this.#attempts = attempts
    this.#files = files
    this.#solution = solution
    this.#report = report
  }

  made(i: number, waiting: readonly number[] = []): Files | null {
    const before = this.#made.get(i)
    if (before !== undefined) return before
    if (waiting.includes(i)) {
      this.#reportCircle(waiting.slice(waiting.indexOf(i)))
      return null
    }
    const { like } = this.#attempts[i]!
    const files = like === undefined ? this.#whole(i) : this.#edited(i, like, [...waiting, i])
    if (!this.#made.has(i)) this.#made.set(i, files)
    return this.#made.get(i)!
  }

  #own(i: number): Files {
    return filesUnder(this.#files, `attempts/${this.#attempts[i]!.name}`)
  }

  #whole(i: number): Files {
    const own = this.#own(i)
    if (Object.keys(own).length === 0)
      this.#report(i, ['name'], `found no files in attempts/${this.#attempts[i]!.name}/ and no "like", expected either`)
    return { ...filesUnder(this.#files, 'starter'), ...own }
  }

  #edited(i: number, like: string, waiting: readonly number[]): Files | null {
    const { name, edits } = this.#attempts[i]!
    if (Object.keys(this.#own(i)).length > 0)
      this.#report(i, ['like'], `found "${like}" and files in attempts/${name}/, expected either`)
    const files = this.#base(i, like, waiting)
    if (!files) return null
    const base = { name: like === SOLUTION ? 'the solution' : like, files }
    return { ...files, ...editedFiles(edits, base, (path, message) => this.#report(i, path, message)) }
  }

  #base(i: number, like: string, waiting: readonly number[]): Files | null {
    if (like === SOLUTION && this.#solution) return this.#solution
    const at = this.#attempts.findIndex(({ name }) => name === like)
    if (at >= 0) return this.made(at, waiting)
    const names = [
      ...(this.#solution ? [SOLUTION] : []),
      ...this.#attempts.flatMap(({ name }, k) => (k === i ? [] : name)),
    ]
    this.#report(i, ['like'], `found "${like}", expected one of ${names.join(', ')}${didYouMean(like, names)}`)
    return null
  }

  #reportCircle(circle: readonly number[]): void {
    const names = circle.map((i) => this.#attempts[i]!.name)
    const [first] = names
    this.#report(
      circle[0]!,
      ['like'],
      `found a circle: ${[...names, first].join(' is like ')}; expected one of them whole`,
    )
    for (const i of circle) this.#made.set(i, null)
  }
}
