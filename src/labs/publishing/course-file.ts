import { readFileSync } from 'node:fs'
import { CourseFile } from '#grader/node/index.ts'
import { readYaml } from '#lab/yaml/index.ts'

const FILE = 'content/course.yaml'

/** The course as it is planned, from its file. */
export const courseFile = (): CourseFile => readYaml(FILE, readFileSync(FILE, 'utf8'), CourseFile)
