import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { FolderMount } from '#lab/on-disk/index.ts'
import { CommandError } from '../command-error.ts'

export interface ProgramFiles {
  /** The program's file among `files`. */
  entry: string
  /** Only the program: it finds everything else in the mounted folders. */
  files: Record<string, string>
  /** Its package's folder, and the node_modules in which Node would look further up. */
  mounts: FolderMount[]
  /** The program's path in that folder. */
  cwd: string
}

const MOST_BYTES = 4 * 2 ** 20
/** Folder of programs on a host. Its parent is the root, where Node looks for node_modules last. */
const FOLDER = '/work'
const FOLDER_ABOVE = '/node_modules'

/** Finds the program, and the folders that its hosts show. Nothing but the program itself is read yet. */
export function readProgramFiles(program: string): ProgramFiles {
  const path = resolve(program)
  const folder = packageFolder(dirname(path))
  const entry = within(folder, path)
  const above = nodeModulesAbove(folder)
  return {
    entry,
    files: { [entry]: readEntry(program, path) },
    mounts: [{ path: FOLDER, folder }, ...(above === null ? [] : [{ path: FOLDER_ABOVE, folder: above }])],
    cwd: isWithin(folder, process.cwd()) ? within(folder, process.cwd()) : within(folder, dirname(path)),
  }
}

/** The nearest folder with a package.json; without one the current folder, if the program lies below it, or else the program's own. */
function packageFolder(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, 'package.json'))) return above
    if (above === dirname(above)) return isWithin(process.cwd(), folder) ? process.cwd() : folder
  }
}

const within = (folder: string, path: string): string => relative(folder, path).split(sep).join('/')

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function nodeModulesAbove(folder: string): string | null {
  const above = dirname(folder)
  if (above === folder) return null
  const found = join(above, 'node_modules')
  return existsSync(found) ? found : nodeModulesAbove(above)
}

/** Reasons why a file can't be read, by error code. */
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
  if (text === null) throw new CommandError(`${program}: a program is UTF-8 text of at most ${MOST_BYTES >> 20} MiB`)
  return text
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Returns null for files that are not text, or too large to be hand-written. */
function readText(path: string): string | null {
  if (statSync(path).size > MOST_BYTES) return null
  const bytes = readFileSync(path)
  if (bytes.includes(0)) return null
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
