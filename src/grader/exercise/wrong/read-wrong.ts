import type { Located, Path } from '#lab/yaml/index.ts'
import { editedFiles } from '../edits/index.ts'
import { type Files, filesUnder } from '../files.ts'
import type { Read, Reader } from '../read.ts'
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
  const base = { name: 'the solution', files: solution ?? {} }
  return Object.entries(value.mistakes).map(([name, claim]) => {
    const report = (path: Path, message: string) => reader.report(located, ['mistakes', name, ...path], message)
    const rewritten = rewrittenFiles(name, claim, filesUnder(whole, name), base.files, report)
    const edited = editedFiles(claim.edits, base, report)
    for (const file of claim.files)
      if (edited[file] !== undefined)
        report(['edits', file], `found "${file}" under "files" too, expected it there or here`)
    return { name, claim, files: { ...solution, ...edited, ...rewritten } }
  })
}

/** Reports files that no mistake names: they would look like a part of one, and change nothing. */
function reportUnnamed({ mistakes }: WrongFile, whole: Files, located: Located, reader: Reader): void {
  const named = new Set(Object.entries(mistakes).flatMap(([name, { files }]) => files.map((file) => `${name}/${file}`)))
  for (const path of Object.keys(whole).filter((path) => !named.has(path)))
    reader.report(located, [], `found wrong/${path}, expected only files that a mistake names under "files"`)
}

function rewrittenFiles(
  mistake: string,
  { files: names }: Wrong,
  whole: Files,
  solution: Files,
  report: (path: Path, message: string) => void,
): Files {
  for (const [i, name] of names.entries()) {
    const path = `wrong/${mistake}/${name}`
    if (whole[name] === undefined) report(['files', i], `found no ${path}, expected the whole file there`)
    else if (whole[name] === solution[name])
      report(['files', i], `found ${path} equal to the solution's ${name}, expected a change`)
  }
  return whole
}
