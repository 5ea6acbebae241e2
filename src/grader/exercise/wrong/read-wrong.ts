import { didYouMean, type Located, nearest } from '#lab/yaml/index.ts'
import { type Files, filesUnder } from '../files.ts'
import type { Read, Reader } from '../read.ts'
import { type Edit, makeEdit } from './edit.ts'
import type { Wrong, WrongFile } from './wrong-schema.ts'

export interface WrongSolution {
  name: string
  claim: Wrong
  /** The solution with this mistake in it. */
  files: Files
}

/** Builds the wrong programs of an exercise. Reports the ones that can't be built, with mistake, file and edit. */
export function readWrong(
  { value, located }: Read<WrongFile>,
  solution: Files | null,
  files: Files,
  reader: Reader,
): WrongSolution[] {
  const whole = filesUnder(files, 'wrong')
  reportUnnamed(value, whole, located, reader)
  return Object.entries(value.mistakes).map(([name, claim]) => {
    const maker = new Maker(name, located, reader)
    const rewritten = maker.rewritten(claim.files, filesUnder(whole, name), solution ?? {})
    return { name, claim, files: { ...solution, ...maker.edited(claim, solution ?? {}), ...rewritten } }
  })
}

/** Reports files that no mistake names: they would look like a part of one, and change nothing. */
function reportUnnamed({ mistakes }: WrongFile, whole: Files, located: Located, reader: Reader): void {
  const named = new Set(Object.entries(mistakes).flatMap(([name, { files }]) => files.map((file) => `${name}/${file}`)))
  for (const path of Object.keys(whole).filter((path) => !named.has(path)))
    reader.report(located, [], `found wrong/${path}, expected only files that a mistake names under "files"`)
}

class Maker {
  readonly #located: Located
  readonly #name: string
  readonly #reader: Reader

  constructor(name: string, located: Located, reader: Reader) {
    this.#name = name
    this.#located = located
    this.#reader = reader
  }

  rewritten(names: readonly string[], whole: Files, solution: Files): Files {
    for (const [i, name] of names.entries()) {
      const path = `wrong/${this.#name}/${name}`
      if (whole[name] === undefined) this.#report(['files', i], `found no ${path}, expected the whole file there`)
      else if (whole[name] === solution[name])
        this.#report(['files', i], `found ${path} equal to the solution's ${name}, expected a change`)
    }
    return whole
  }

  edited({ edits, files }: Wrong, solution: Files): Files {
    return Object.fromEntries(
      Object.entries(edits).flatMap(([file, list]) => {
        const text = solution[file]
        const names = Object.keys(solution)
        if (text === undefined)
          this.#report(
            ['edits', file],
            `found "${file}", expected a file of the solution: ${names.join(', ') || 'it has none'}${didYouMean(file, names)}`,
          )
        else if (files.includes(file))
          this.#report(['edits', file], `found "${file}" under "files" too, expected it there or here`)
        return text === undefined ? [] : [[file, this.#editedText(file, text, list)]]
      }),
    )
  }

  #editedText(file: string, original: string, edits: readonly Edit[]): string {
    let text = original
    for (const [i, edit] of edits.entries()) {
      const made = makeEdit(text, edit)
      if ('times' in made) {
        this.#report(['edits', file, i, 'find'], misplaced(made.times, file, text, edit, i > 0))
        return text
      }
      text = made.text
    }
    if (text === original) this.#report(['edits', file], `found edits that leave ${file} as it is, expected a change`)
    return text
  }

  #report(path: (string | number)[], message: string): void {
    this.#reader.report(this.#located, ['mistakes', this.#name, ...path], message)
  }
}

function misplaced(times: number, file: string, text: string, { find }: Edit, isLater: boolean): string {
  const where = `the solution's ${file}${isLater ? ' after the edits before it' : ''}`
  if (times > 1) return `found ${times} times in ${where}, expected once: take in a line above or below it`
  const near = find.includes('\n')
    ? undefined
    : nearest(
        find.trim(),
        text.split('\n').map((line) => line.trim()),
      )
  return `found nowhere in ${where}, expected once${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}`
}
