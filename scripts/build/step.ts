// One step of the build: it is skipped while the contents of everything it was made from are what they were.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Step {
  name: string
  /** Files or folders it makes; when one is missing the step runs. */
  outputs: string[]
  /** Files and folders it is made from. A step that learns its inputs by working (a bundler) returns them from `make` instead. */
  inputs?: string[]
  /**
   * Makes the outputs; returns the files it really read, where it knows. What it needs for that it imports itself: mostly all is there
   * already, and somebody waits to go on.
   */
  make: () => Promise<string[] | undefined>
}

/** The project's own folder, with a separator at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const STAMPS = 'generated/.stamps'
/** The rules by which anything is made belong to its inputs. */
const RULES = ['scripts/build.ts', 'scripts/build', 'package-lock.json']

/** A file as it was: while size and time of change are the same nobody reads it again. */
interface Seen {
  size: number
  changed: number
  hash: string
}

/** Runs the step if anything it was made from has changed. Returns whether it ran. Paths are from the project's root, wherever it is called. */
export async function bring(step: Step): Promise<boolean> {
  const stampFile = join(ROOT, STAMPS, `${step.name}.json`)
  if (step.outputs.every((output) => existsSync(join(ROOT, output))) && isFresh(stampFile, step)) return false
  const read = await step.make()
  const files = filesOf([...(step.inputs ?? []), ...(read ?? []), ...RULES])
  writeStamp(stampFile, new Map(files.map((file) => [file, look(file, undefined)!])))
  return true
}

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
  const files = paths.flatMap((path) => {
    const stat = statSync(join(ROOT, path), { throwIfNoEntry: false })
    if (!stat) return []
    if (!stat.isDirectory()) return [path]
    return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
      .filter((file) => !file.startsWith(STAMPS))
  })
  return [...new Set(files)].sort()
}

/** The file as it is; `before` itself where nothing says that it was touched; undefined where there is none. */
function look(file: string, before: Seen | undefined): Seen | undefined {
  const path = join(ROOT, file)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return undefined
  const { size, mtimeMs: changed } = stat
  if (before?.size === size && before.changed === changed) return before
  return { size, changed, hash: createHash('sha256').update(readFileSync(path)).digest('base64') }
}
