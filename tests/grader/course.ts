import { fileURLToPath } from 'node:url'
import { ContentFolder } from '../../src/grader/node/index.ts'

/** The course of this repository. */
export const course = new ContentFolder(fileURLToPath(new URL('../../content', import.meta.url)))
