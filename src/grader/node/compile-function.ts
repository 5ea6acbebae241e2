import { compileFunction as compile } from 'node:vm'
import type { CompileFunction } from '#node/modules/index.ts'

/** Globals that only Node has: a test that used one would pass here and break in the page, which runs the same files. Unset parameters hide them. */
const NODE_ONLY = ['Buffer', 'process', 'global', 'setImmediate', 'clearImmediate']

/** Compiles the test files of an exercise: trusted code, in the grader's own realm, with only the globals that a page has too. */
export const compileFunction: CompileFunction = (code, parameters, filename) =>
  compile(code, [...parameters, ...NODE_ONLY], { filename })
