/**
 * Learners' programs and exercises' test files as modules: Node's resolution on in-memory files, and a loader with Node's evaluation
 * order and error messages. The same in page, command line and Docker. What turns text into module code is in `compiler/`, because a process
 * leaves that to its platform and need not carry parsers.
 *
 * No `node:` import, no DOM, no kernel: what compiles text and what a builtin is are given by the realm.
 */

export { type BareLoaderOptions, createBareModuleLoader } from './loader.ts'
export type { ModuleClass, ModuleObject } from './module-class.ts'
export { type ModuleFiles, recordFiles } from './module-files.ts'
export type { ProcessServices } from './process-services.ts'
export type * from './types.ts'
