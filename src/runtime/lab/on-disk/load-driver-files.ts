import { readFileSync } from 'node:fs'
import type { Files } from '../api/index.ts'

/** Folder of the driver, outside the programs' own. */
const FOLDER = '/lab'
const SOURCES = ['driver.ts', 'copies.ts', 'remote-value.ts']

let files: Files | null = null

/** The driver that serves `load`, by absolute path in a program's file system, its entry first. The same for every backend. */
export function loadDriverFiles(): Files {
  const read = (name: string) => readFileSync(new URL(`../load-driver/${name}`, import.meta.url), 'utf8')
  files ??= Object.fromEntries(SOURCES.map((name) => [`${FOLDER}/${name}`, read(name)]))
  return files
}
