import { readFileSync } from 'node:fs'
import { CourseFile } from '#grader/node/index.ts'
import { readYaml } from '#lab/yaml/index.ts'

const FILE = 'content/course.yaml'

let known: CourseFile | null = null

/** The course as it is planned, from its file. Read once for all pages. */
export function courseFile(): CourseFile {
  known ??= readYaml(FILE, readFileSync(FILE, 'utf8'), CourseFile)
  return known
}

/** Whether the course leaves this out of what it takes from the shipped one, by its id or place: texts that it took may name it. */
export const isLeftOut = (name: string): boolean => courseFile().without.includes(name)
