import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeProgram, type ParityProgram } from './program.ts'

const FOLDER = fileURLToPath(new URL('./programs/', import.meta.url))

/** Every program of the suite, by its file's name. */
export const PROGRAMS: ReadonlyMap<string, ParityProgram> = new Map(
  readdirSync(FOLDER).map((name) => [name, describeProgram(FOLDER + name, readFileSync(FOLDER + name, 'utf8'))]),
)
