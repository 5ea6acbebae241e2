import { didYouMean, nearest, type Path } from '#lab/yaml/index.ts'
import type { Files } from '../files.ts'
import { type Edit, makeEdit } from './edit.ts'
import type { Edits } from './edits-schema.ts'

/** The program that edits start from. */
interface Base {
  /** For messages: `the solution`. */
  name: string
  files: Files
}

/** Reports a problem at a path below the entry that has the edits. */
type Report = (path: Path, message: string) => void

/** Returns the edited files alone. Edits that can't be made are reported, and leave their file as it was before them. */
export function editedFiles(edits: Edits, base: Base, report: Report): Files {
  const names = Object.keys(base.files)
  return Object.fromEntries(
    Object.entries(edits).flatMap(([file, list]) => {
      const text = base.files[file]
      if (text !== undefined) return [[file, editedText({ file, text, list, base: base.name }, report)]]
      report(
        ['edits', file],
        `found "${file}", expected a file of ${base.name}: ${names.join(', ') || 'it has none'}${didYouMean(file, names)}`,
      )
      return []
    }),
  )
}

interface FileEdits {
  file: string
  text: string
  list: readonly Edit[]
  base: string
}

function editedText({ file, text: original, list, base }: FileEdits, report: Report): string {
  let text = original
  for (const [i, edit] of list.entries()) {
    const made = makeEdit(text, edit)
    if ('times' in made) {
      const where = `${base}'s ${file}${i > 0 ? ' after the edits before it' : ''}`
      report(['edits', file, i, 'find'], misplaced(made.times, where, text, edit))
      return text
    }
    text = made.text
  }
  if (text === original) report(['edits', file], `found edits that leave ${file} as it is, expected a change`)
  return text
}

function misplaced(times: number, where: string, text: string, { find }: Edit): string {
  if (times > 1) return `found ${times} times in ${where}, expected once: take in a line above or below it`
  const near = find.includes('\n')
    ? undefined
    : nearest(
        find.trim(),
        text.split('\n').map((line) => line.trim()),
      )
  return `found nowhere in ${where}, expected once${near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`}`
}
