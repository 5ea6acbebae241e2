/**
 * Learners' programs and exercises' test files as modules: one transform (TypeScript or JavaScript, ESM or CommonJS, to
 * function wrappers with live bindings), Node's resolution on in-memory files, and a loader with Node's evaluation order and
 * error messages. The same in page, command line and Docker.
 *
 * No `node:` import, no DOM, no kernel: what compiles text and what a builtin is are given by the realm.
 */

export { type CompileOptions, compileModule, createCompileCache } from './compile-module.ts'
export { createModuleLoader } from './create-loader.ts'
export { FRAME_FUNCTIONS } from './frame-code.ts'
export { type BareLoaderOptions, createBareModuleLoader } from './loader.ts'
export { type ModuleFiles, recordFiles } from './module-files.ts'
export { type ScriptNames, scriptCode } from './script-code.ts'
export type * from './types.ts'
