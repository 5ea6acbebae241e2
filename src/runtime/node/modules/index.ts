/**
 * Learners' programs and exercises' test files as modules: Node's resolution on in-memory files, and a loader with Node's evaluation
 * order and error messages. The same in page, command line and Docker. The compiler from text to module code is in `compiler/`,
 * because a process leaves compiling to its platform and doesn't carry parsers.
 *
 * No `node:` import, no DOM, no kernel: the realm provides the compiler and the builtins.
 */

export { type BareLoaderOptions, createBareModuleLoader } from './loader.ts'
export type { ModuleClass, ModuleObject } from './module-class.ts'
export { type ModuleFiles, recordFiles } from './module-files.ts'
export type { ProcessServices } from './process-services.ts'
export type * from './types.ts'
