import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Files } from '../exercise/index.ts'

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
