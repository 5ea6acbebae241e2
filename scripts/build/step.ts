// One step of the build. It is skipped while the contents of all its inputs are unchanged.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, type Stats, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Step {
  name: string
  /** Files or folders that it makes; if one is missing, the step runs. */
  outputs: string[]
  /** Inputs: files and folders. A step that finds its inputs while it works (a bundler) returns them from `make` instead. */
  inputs?: string[]
  /**
   * Makes the outputs; returns the files that it read, if it knows them. It imports its tools itself: mostly the step is skipped,
   * and then they would only cost time.
   */
  make: () => Promise<string[] | undefined>
  /** Whether the outputs are out of date though no input has changed. */
  isOutdated?: () => boolean
}

/** The project's own folder, with a separator at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const STAMPS = 'generated/.stamps'
/** The build scripts are inputs of every step. */
const RULES = ['scripts/build.ts', 'scripts/build', 'package-lock.json']

/** A file's hash, with the size and modification time at which it is still valid. */
interface Seen {
  size: number
  changed: number
  hash: string
}

/** Runs the step if anything it was made from has changed. Returns whether it ran. Paths are from the project's root, wherever it is called. */
export async function bring(step: Step): Promise<boolean> {
  if (isThere(step)) return false
  const stampFile = stampOf(step)
  const read = await step.make()
  listings.clear()
  stats.clear()
  const files = filesOf([...(step.inputs ?? []), ...(read ?? []), ...RULES])
  writeStamp(stampFile, new Map(files.map((file) => [file, look(file, undefined)!])))
  return true
}

/** Whether nothing that the step was made from has changed. */
export function isThere(step: Step): boolean {
  const hasAll = step.outputs.every((output) => existsSync(join(ROOT, output)))
  return hasAll && isFresh(stampOf(step), step) && !step.isOutdated?.()
}

/** Files that the step was made from the last time. */
export const sourcesOf = (step: Step): string[] => Object.keys(JSON.parse(readFileSync(stampOf(step), 'utf8')).files)

const stampOf = ({ name }: Step) => join(ROOT, STAMPS, `${name}.json`)

function isFresh(stampFile: string, step: Step): boolean {
  if (!existsSync(stampFile)) return false
  const known = new Map(Object.entries(JSON.parse(readFileSync(stampFile, 'utf8')).files as Record<string, Seen>))
  if (filesOf([...(step.inputs ?? []), ...RULES]).some((file) => !known.has(file))) return false
  let isTouched = false
  for (const [file, before] of known) {
    const now = look(file, before)
    if (now?.hash !== before.hash) return false
    if (now === before) continue
    isTouched = true
    known.set(file, now)
  }
  // The same bytes with another date, as a checkout leaves them: once is enough to find that out.
  if (isTouched) writeStamp(stampFile, known)
  return true
}

function writeStamp(stampFile: string, files: ReadonlyMap<string, Seen>): void {
  mkdirSync(join(ROOT, STAMPS), { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ files: Object.fromEntries(files) }))
}

/** All files named or below a folder named, tests left out: they make nothing. */
function filesOf(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap(filesAt))].sort()
}

/** What was seen of the disk since something was made: most steps are made from the same files. */
const listings = new Map<string, string[]>()
const stats = new Map<string, Stats | undefined>()

function filesAt(path: string): string[] {
  const known = listings.get(path)
  if (known) return known
  const stat = statOf(path)
  const files = stat?.isDirectory() ? filesBelow(path) : stat ? [path] : []
  listings.set(path, files)
  return files
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll('\\', '/'))
    .filter((file) => !file.startsWith(STAMPS))
}

function statOf(path: string): Stats | undefined {
  if (!stats.has(path)) stats.set(path, statSync(join(ROOT, path), { throwIfNoEntry: false }))
  return stats.get(path)
}

/** The file as it is; `before` itself where nothing says that it was touched; undefined where there is none. */
function look(file: string, before: Seen | undefined): Seen | undefined {
  const stat = statOf(file)
  if (!stat) return undefined
  const { size, mtimeMs: changed } = stat
  if (before?.size === size && before.changed === changed) return before
  return {
    size,
    changed,
    hash: createHash('sha256')
      .update(readFileSync(join(ROOT, file)))
      .digest('base64'),
  }
}
