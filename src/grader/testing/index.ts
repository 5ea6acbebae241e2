/**
 * `ackademy/lab`: what the test files of an exercise import. Registering tests, `expect`, and a few helpers that make values;
 * the types of Lab beside them. Nothing here runs a test: a file that is evaluated leaves a plan, and the runner (`../running`)
 * executes it, the same in a page, on the command line and in the container.
 */
export type * from '../../runtime/lab/index.ts'
export { LabError } from '../../runtime/lab/index.ts'
export type { TestOptions } from '../plan/index.ts'
export { expect } from './expect.ts'
export { type LabTest, labTest } from './lab-test.ts'
export type { LabMatchers } from './matchers.ts'
export { hex, times } from './values.ts'

import { collector } from '../plan/index.ts'

/** Gives the tests registered by `body` a common heading. */
export function describe(name: string, body: () => void): void {
  collector().describe(name, body)
}
