/** Types that the transform, the resolver and the loader share. */

import type { ModuleClass, RequireFunction } from './module-class.ts'
import type { ModuleFiles } from './module-files.ts'
import type { ModuleNamespace, ProcessServices } from './process-services.ts'

/** How Node treats a file. */
export type ModuleFormat = 'module' | 'commonjs'

/** A place in a learner's file. Both numbers are 1-based, as in V8's stack traces. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** One static request of a module, in the order of first appearance. */
export interface ModuleRequest {
  readonly specifier: string
  /** Import attributes: `{ type: 'json' }`. */
  readonly attributes: Readonly<Record<string, string>>
  readonly position: Position
}

/** `import { imported as local } from request`; `imported` null stands for the namespace object (`* as local`). */
export interface ImportEntry {
  readonly request: number
  readonly imported: string | null
  readonly local: string
  readonly position: Position
}

/** Meaning of an export name: an own binding, or (`request`) one of another module, where null is its namespace object. */
export type ExportEntry =
  | { readonly kind: 'local'; readonly exported: string; readonly local: string; readonly constant: boolean }
  | {
      readonly kind: 'indirect'
      readonly exported: string
      readonly request: number
      readonly imported: string | null
      readonly position: Position
    }

/** Source text for the platform to compile: a function of `parameters` with the body `code`. */
export interface FunctionSource {
  readonly code: string
  readonly parameters: readonly string[]
  /** The text that it was made from; undefined if that is its file. */
  readonly source?: string | undefined
  /** Maps a place in `code` to its source; null for generated code. */
  originalPosition(line: number, column: number): Position | null
}

/**
 * How a module's code gets each import: `fixed` as a parameter (builtins and namespace objects, known before anything runs),
 * `late` as a constant once the requested modules have run, `live` as a function that reads the binding at each use (import
 * cycles, and bindings that their module assigns to). Only `live` is visible to the program, in the text of some error messages.
 */
export type BindingKind = 'fixed' | 'late' | 'live'

interface CompiledCommon {
  readonly ok: true
  /** Absolute path in the world. */
  readonly filename: string
  readonly source: string
  /** The file's name in stack frames: its URL, or for CommonJS that is not TypeScript its path, as in Node. */
  readonly stackName: string
}

export interface CompiledEsModule extends CompiledCommon {
  readonly format: 'module'
  readonly requests: readonly ModuleRequest[]
  readonly imports: readonly ImportEntry[]
  readonly exports: readonly ExportEntry[]
  /** Requests of `export * from`. */
  readonly starRequests: readonly number[]
  /** Whether it has top-level await. */
  readonly async: boolean
  readonly topLevelAwaits: readonly Position[]
  /** The module as a function that returns a two-step (async) generator function: see `es-module-code.ts`. */
  generate(bindingKind: (local: string) => BindingKind): FunctionSource
}

export interface CompiledCommonJs extends CompiledCommon, Omit<FunctionSource, 'source'> {
  readonly format: 'commonjs'
  /** Export names found by cjs-module-lexer, and the specifiers whose exports are all re-exported. */
  readonly exportNames: readonly string[]
  readonly reexports: readonly string[]
}

export type CompiledModule = CompiledEsModule | CompiledCommonJs

/** Error for a file that cannot be compiled, in Node's words. */
export interface CompileError extends Position {
  readonly ok: false
  readonly filename: string
  /** Without the leading "SyntaxError: ". */
  readonly message: string
  /** The line of source, and how many of its columns the caret marks. */
  readonly sourceLine: string
  readonly length: number
  readonly format: ModuleFormat
  /** Node's output: place, source line, caret, empty line, "SyntaxError: message". */
  readonly text: string
}

export interface CompileInput {
  readonly source: string
  /** Absolute path in the world; its extension says whether it is TypeScript. */
  readonly filename: string
  /** Format by extension or package.json; without it, Node's syntax detection decides. */
  readonly format?: ModuleFormat
}

/** Builtin modules, requested by the specifier as written (`net`, `node:net`, `ackademy/lab`). */
export interface BuiltinModules {
  has(specifier: string): boolean
  /** Returns the module's `module.exports`; named exports are its own enumerable keys. Called once for each specifier. */
  load(specifier: string): unknown
}

/** The parts of a realm's global object whose identity a program can observe in the loader's objects. */
export interface RealmGlobals {
  readonly Error: ErrorConstructor
  readonly SyntaxError: SyntaxErrorConstructor
  readonly TypeError: TypeErrorConstructor
  readonly ReferenceError: ReferenceErrorConstructor
  readonly Promise: PromiseConstructor
  readonly Object: ObjectConstructor
  readonly JSON: JSON
}

// biome-ignore lint/complexity/noBannedTypes: the compiled text of a program may be any function
export type CompileFunction = (code: string, parameters: readonly string[], filename: string) => Function

export interface ModuleLoaderOptions {
  /** Read when a module is first requested, so files may be added while a program runs. */
  readonly files: ModuleFiles
  readonly builtins: BuiltinModules
  /** `vm.compileFunction`, or `importScripts` of a blob; code begins at line 1, column 1 (else see `firstLineColumns`). */
  readonly compileFunction: CompileFunction
  /** The realm's global object; without it the caller's own. */
  readonly globals?: RealmGlobals
  /** Instead of compiling each file for this loader alone: see `createCompileCache`. */
  readonly compile?: (input: CompileInput) => CompiledModule | CompileError
  /** Columns that the platform puts before the code on line 1 for these parameters. */
  readonly firstLineColumns?: (parameters: readonly string[]) => number
  readonly services?: ProcessServices
}

/** Node's names for how an error became uncaught. Errors of an ES module's top level are rejections. */
export type ErrorOrigin = 'uncaughtException' | 'unhandledRejection'

export interface ModuleLoader {
  /** Runs a program's entry as `node entry` does; the promise settles when its top level (with top-level await) has ended. */
  runMain(filename: string): Promise<ModuleNamespace>
  /**
   * The same, but a CommonJS entry runs within this call, which throws its exception, so that the caller can tell where it was
   * thrown; it returns null then.
   */
  enterMain(filename: string): Promise<ModuleNamespace> | null
  /** `import(specifier)` as written in `from` (a path or file: URL; without it, from the root). */
  import(specifier: string, from?: string, attributes?: Record<string, string>): Promise<ModuleNamespace>
  /** `require(specifier)` as written in `from`. */
  require(specifier: string, from?: string): unknown
  /** The loader's part of `Module` of `node:module`. */
  readonly Module: ModuleClass
  /** `module.createRequire`. */
  createRequire(from: string): RequireFunction
  /** `import.meta.resolve`: returns a URL, without checking whether the file exists. */
  resolve(specifier: string, from: string): string
  /** Returns a stack trace with the learner's columns, without frames of the platform. Text that is not a stack trace stays unchanged. */
  mapStack(stack: string): string
  /** The same for one place: `file` is the name in a stack frame. Null if the code is not the learner's. */
  originalPosition(file: string, line: number, column: number): Position | null
  /**
   * The block that Node prints above an uncaught error, from its mapped stack: "file:///work/x.ts:3", the line, the caret; null
   * if no frame is the learner's. The caret of an error that was thrown (not a rejection's) is under `throw`.
   */
  errorExcerpt(stack: string, origin?: ErrorOrigin): string | null
  isModuleNamespace(value: unknown): boolean
  /** Returns the text of a module's file; `file` is the name in a stack frame. Undefined if the code is not the program's. */
  sourceText(file: string): string | undefined
  /**
   * Returns the place, line and caret of the await of a module that has not ended, for Node's "Warning: Detected unsettled top-level await at".
   */
  unsettledTopLevelAwait(): string | null
}
