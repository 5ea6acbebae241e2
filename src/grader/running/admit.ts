import { compileModule } from '#node/modules/compiler/index.ts'
import type { Exercise, Files } from '../exercise/index.ts'

/** Reason why a submission cannot be run at all. */
export interface Rejection {
  sentence: string
  source?: { file: string; line: number; column: number }
}

/** Checks a submission before any world is opened. Returns null if it can be run. */
export function admit(exercise: Exercise, submission: Files): Rejection | null {
  const refusal = refuse(exercise, submission)
  if (refusal) return refusal
  for (const name of exercise.submission.files) {
    const problem = parseProblem(name, submission[name]!)
    if (problem) return problem
  }
  return null
}

/** Refuses submissions by file names and sizes, without reading contents. */
export function refuse(exercise: Exercise, submission: Files): Rejection | null {
  const { files, others, maxBytes } = exercise.submission
  const names = Object.keys(submission)
  const odd = oddName(names)
  if (odd) return { sentence: odd }
  const missing = files.filter((name) => submission[name] === undefined)
  if (missing.length > 0)
    return {
      sentence: `There is no ${missing.join(' and no ')} in the submission${having(names)}.${inJavaScript(missing, names)}`,
    }
  const extra = names.filter((name) => !files.includes(name) && name !== 'params.ts')
  if (!others && extra.length > 0)
    return { sentence: `The submission has ${extra.join(', ')}; it may have only ${files.join(', ')}.` }
  const bytes = Object.values(submission).reduce((sum, text) => sum + text.length, 0)
  if (bytes > maxBytes) {
    const largest = names.reduce((a, b) => (submission[b]!.length > submission[a]!.length ? b : a))
    return { sentence: `The submission has ${size(bytes)}, most of it in ${largest}; it may have ${size(maxBytes)}.` }
  }
  return null
}

const LONGEST_NAME = 255
const LONGEST_PATH = 400

/** Finds names that no file system could hold: limits are in bytes, and a name is either a file's or a folder's. */
function oddName(names: readonly string[]): string | null {
  const bytes = (text: string) => new TextEncoder().encode(text).length
  const isTooLong = (path: string) =>
    bytes(path) > LONGEST_PATH || path.split('/').some((name) => bytes(name) > LONGEST_NAME)
  const long = names.find(isTooLong)
  if (long !== undefined)
    return `The submission has ${long.slice(0, 60)}…, whose name is longer than ${LONGEST_NAME} bytes or whose path is longer than ${LONGEST_PATH}.`
  const files = new Set([...names, 'params.ts'])
  const inside = names.find((path) => foldersOf(path).some((folder) => files.has(folder)))
  if (inside === undefined) return null
  const both = foldersOf(inside).find((folder) => files.has(folder))!
  return `The submission has ${both} as a file and as a folder, with ${inside} in it: one of them needs another name.`
}

/** `a/b/c` → `a`, `a/b` */
const foldersOf = (path: string): string[] => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))

/** `52.4 MB` */
function size(bytes: number): string {
  if (bytes < 10_000) return `${bytes} bytes`
  const [unit, name] = bytes < 1_000_000 ? [1_000, 'kB'] : [1_000_000, 'MB']
  return `${Math.round((10 * bytes) / unit!) / 10} ${name}`
}

const having = (names: string[]) =>
  names.length > 0 ? `: it has ${names.slice(0, 10).join(', ')}` : ', which is empty'

/** Suggests renaming a .js file: stripping types would leave JavaScript unchanged, so only its name is wrong. */
function inJavaScript(missing: readonly string[], names: readonly string[]): string {
  const name = missing.find((file) => names.includes(file.replace(/ts$/, 'js')))
  return name === undefined ? '' : ` JavaScript counts too: hand it in under the name ${name}.`
}

function parseProblem(name: string, source: string): Rejection | null {
  if (!/\.[cm]?[jt]s$/.test(name)) return null
  const compiled = compileModule({ source, filename: `/work/${name}` })
  if (compiled.ok) return null
  const { line, column, message } = compiled
  return { sentence: `${name}:${line}:${column} SyntaxError: ${message}`, source: { file: name, line, column } }
}
