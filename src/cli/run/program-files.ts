import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { CommandError } from '../command-error.ts'

export interface ProgramFiles {
  /** The program's file among `files`. */
  entry: string
  /** Relative path → text. */
  files: Record<string, string>
}

/** A folder with more than this is not one program's. */
const MOST_FILES = 2_000
const MOST_BYTES = 32 * 2 ** 20
const MOST_BYTES_OF_A_FILE = 4 * 2 ** 20

/** The program and the text files of its folder, folders in it included, node_modules and what is hidden left out. */
export function readProgramFiles(program: string): ProgramFiles {
  const path = resolve(program)
  const [folder, entry] = [dirname(path), basename(path)]
  const files: Record<string, string> = { [entry]: readEntry(program, path) }
  let [count, bytes] = [0, 0]
  for (const name of filesBelow(folder)) {
    const text = readText(join(folder, name))
    if (text !== null) files[name] = text
    bytes += text?.length ?? 0
    if (++count > MOST_FILES || bytes > MOST_BYTES)
      throw new CommandError(
        `${program}: its folder goes with the program, and holds more than ${MOST_FILES} files or ${MOST_BYTES >> 20} MiB of text. Put the program into a folder of its own.`,
      )
  }
  return { entry, files }
}

/** What stands in the way of reading a file, by its error code. */
const OBSTACLES: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'that is a folder; name the file that starts the program',
  EACCES: 'it may not be read',
}

function readEntry(program: string, path: string): string {
  let text: string | null
  try {
    text = readText(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CommandError(`${program}: ${OBSTACLES[code ?? ''] ?? message}`)
  }
  if (text === null)
    throw new CommandError(`${program}: a program is UTF-8 text of at most ${MOST_BYTES_OF_A_FILE >> 20} MiB`)
  return text
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Null for a file that is not text, or too large to be somebody's own. */
function readText(path: string): string | null {
  if (statSync(path).size > MOST_BYTES_OF_A_FILE) return null
  const bytes = readFileSync(path)
  if (bytes.includes(0)) return null
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

/** Relative paths of the files below a folder, sorted: what a program can list does not depend on the file system's order. */
function* filesBelow(folder: string, prefix = ''): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (!isWanted(entry)) continue
    if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
    else if (entry.isFile()) yield `${prefix}${entry.name}`
  }
}

const isWanted = ({ name }: Dirent) => !name.startsWith('.') && name !== 'node_modules'
