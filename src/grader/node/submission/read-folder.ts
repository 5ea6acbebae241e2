import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from '../../exercise/index.ts'
import { Allowance, checkPath, isLitter, SubmissionError } from './limits.ts'

/** Reads a submitted folder as text by path. Throws `SubmissionError` for links, devices, odd names and anything beyond the limits. */
export function readSubmissionFolder(folder: string): Files {
  const files: Files = {}
  const allowance = new Allowance()
  for (const path of paths(folder, '')) {
    const { size } = lstatSync(join(folder, path))
    allowance.take(size)
    files[path] = readFileSync(join(folder, path), 'utf8')
  }
  return files
}

function* paths(root: string, below: string): Generator<string> {
  const entries = readdirSync(join(root, below), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (isLitter(entry.name)) continue
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    checkPath(path)
    if (entry.isDirectory()) yield* paths(root, path)
    else if (entry.isFile()) yield path
    // A link could lead anywhere on the grader's disk; a pipe would never end.
    else throw new SubmissionError(`${path} is ${entry.isSymbolicLink() ? 'a symbolic link' : 'no ordinary file'}`)
  }
}
