import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeProgram, type ParityProgram } from './program.ts'

const FOLDER = fileURLToPath(new URL('./programs/', import.meta.url))
const SUPPORT = fileURLToPath(new URL('./support/', import.meta.url))

const filesIn = (folder: string): [path: string, text: string][] =>
  readdirSync(folder).map((name) => [folder + name, readFileSync(folder + name, 'utf8')])

const shared = Object.fromEntries(filesIn(SUPPORT))

/** Every program of the suite, by its file's name. */
export const PROGRAMS: ReadonlyMap<string, ParityProgram> = new Map(
  filesIn(FOLDER).map(([path, text]) => [path.slice(FOLDER.length), describeProgram(path, text, shared)]),
)
