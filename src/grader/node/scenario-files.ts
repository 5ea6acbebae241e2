import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type LoadedScenario, readScenario } from '../surprise/scenario/index.ts'

/** Reads every scenario of a course, in the order of the files' names. Throws `FileProblems`. */
export function readScenarios(content: string): LoadedScenario[] {
  return globSync(join(content, 'surprise/*.yaml'))
    .sort()
    .map((file) => readScenario(relative(process.cwd(), file).replaceAll('\\', '/'), readFileSync(file, 'utf8')))
}
