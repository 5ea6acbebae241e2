import { fileURLToPath } from 'node:url'
import { ContentFolder } from '../../src/grader/node/index.ts'

/** The course of this repository. */
export const course = new ContentFolder(fileURLToPath(new URL('../../content', import.meta.url)))

/** The number of the module that the others are copied from: its exercises and clinics are held in more seeds, and to more on real kernels. */
export const MODEL_MODULE = 3
