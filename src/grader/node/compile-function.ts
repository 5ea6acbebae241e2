import { compileFunction as compile } from 'node:vm'
import type { CompileFunction } from '../../runtime/node/modules/index.ts'

/** Compiles the test files of an exercise: trusted code, in the grader's own realm. */
export const compileFunction: CompileFunction = (code, parameters, filename) =>
  compile(code, [...parameters], { filename })
