import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { CommandError } from '../command-error.ts'

/** Writes all of them or, if one exists already, none. Returns paths as a person would type them. */
export function write(folder: string, files: Record<string, string>): string[] {
  const paths = Object.keys(files).map((path) => join(folder, path))
  const shown = paths.map((path) => relative(process.cwd(), path))
  const there = paths.findIndex((path) => existsSync(path))
  if (there >= 0) throw new CommandError(`${shown[there]} exists already; nothing was written`)
  for (const [i, text] of Object.values(files).entries()) {
    mkdirSync(dirname(paths[i]!), { recursive: true })
    writeFileSync(paths[i]!, text)
  }
  return shown
}
