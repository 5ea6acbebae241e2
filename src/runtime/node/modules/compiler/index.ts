/**
 * From a file's text to module code: one transform (TypeScript or JavaScript, ESM or CommonJS, to function wrappers with live bindings),
 * and V8's messages for syntax errors. No other code below a program has parsers.
 */
export { compileModule, createCompileCache } from './compile-module.ts'
export { createModuleLoader } from './create-loader.ts'
export { FRAME_FUNCTIONS } from './frame-code.ts'
export { type LoopPlace, loopSaid, markLoops } from './loop-marks.ts'
export { type ScriptNames, scriptCode } from './script-code.ts'
export type { CompileOptions } from './source-file.ts'
