// One step of the build: it is skipped while the contents of everything it was made from are what they were.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

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

const STAMPS = 'generated/.stamps'
/** The rules by which anything is made belong to its inputs. */
const RULES = ['scripts/build.ts', 'scripts/build', 'package-lock.json']

/** Runs the step if anything it was made from has changed. Returns whether it ran. */
export async function bring(step: Step): Promise<boolean> {
  const stampFile = join(STAMPS, `${step.name}.json`)
  if (step.outputs.every((output) => existsSync(output)) && isFresh(stampFile, step)) return false
  const read = await step.make()
  mkdirSync(STAMPS, { recursive: true })
  const inputs = filesOf([...(step.inputs ?? []), ...(read ?? []), ...RULES])
  writeFileSync(stampFile, JSON.stringify({ files: Object.fromEntries(inputs.map((file) => [file, hashOf(file)])) }))
  return true
}

function isFresh(stampFile: string, step: Step): boolean {
  if (!existsSync(stampFile)) return false
  const { files } = JSON.parse(readFileSync(stampFile, 'utf8')) as { files: Record<string, string> }
  const known = Object.entries(files)
  const named = filesOf([...(step.inputs ?? []), ...RULES])
  return (
    known.every(([file, hash]) => existsSync(file) && hashOf(file) === hash) && named.every((file) => file in files)
  )
}

/** All files named or below a folder named, tests left out: they make nothing. */
function filesOf(paths: readonly string[]): string[] {
  const files = paths.flatMap((path) => {
    if (!existsSync(path)) return []
    if (!statSync(path).isDirectory()) return [path]
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.startsWith(STAMPS))
  })
  return [...new Set(files)].sort()
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('base64')
}
