/** Turns a file's text into a module: strips types, detects the format, parses, and makes function source. */
import type { Program } from 'acorn'
import type {
  BindingKind,
  CompiledCommonJs,
  CompiledEsModule,
  CompiledModule,
  CompileError,
  CompileInput,
  FunctionSource,
  ModuleFormat,
} from '../types.ts'
import { extensionOf, fileUrl } from '../urls.ts'
import { commonJsCode, commonJsExportNames } from './commonjs-code.ts'
import { EsModuleCode } from './es-module-code.ts'
import { type CompileOptions, SourceFile } from './source-file.ts'
import { compileError } from './syntax-error.ts'

/**
 * Compiles one file. Never throws for a learner's mistake: a `CompileError` says what is wrong and where, in Node's words.
 * The format is `format` or the extension's (`.mts`, `.cjs`, …); for `.js` and `.ts` without it, ESM where the text has ESM
 * syntax and CommonJS otherwise, as Node's syntax detection does.
 */
export function compileModule(input: CompileInput, options: CompileOptions = {}): CompiledModule | CompileError {
  try {
    return compile(input, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // The parsers recurse as deep as the text nests.
    const { filename, source, format = 'module' } = input
    const message = 'The source is nested too deeply'
    return compileError(filename, source, format, { message, start: 0, end: 0 })
  }
}

function compile({ source, filename, format }: CompileInput, options: CompileOptions): CompiledModule | CompileError {
  const given = format ?? formatOfExtension(filename)
  const file = new SourceFile(source, filename, options)
  const problem = file.stripTypes(given ?? 'module')
  if (problem) return problem
  const [first, second] = given ? [given] : candidates(file.code)
  const program = file.parse(first)
  if (program && (second !== 'commonjs' || hasEsSyntax(program))) return compileProgram(file, first, program)
  const other = second && file.parse(second)
  if (other) return compileProgram(file, second, other)
  return program ? compileProgram(file, first, program) : file.error(first)
}

function compileProgram(file: SourceFile, format: ModuleFormat, program: Program): CompiledModule {
  return format === 'module' ? compileEsModule(file, program) : compileCommonJs(file, program)
}

/** Makes a `compileModule` that caches its results, for the many processes that run the same files. */
export function createCompileCache(
  options: CompileOptions = {},
): (input: CompileInput) => CompiledModule | CompileError {
  const compiled = new Map<string, CompiledModule | CompileError>()
  return (input) => {
    const key = `${input.filename}\0${input.format ?? ''}\0${input.source}`
    const known = compiled.get(key)
    if (known) return known
    const result = compileModule(input, options)
    compiled.set(key, result)
    return result
  }
}

const LOOKS_LIKE_ESM = /^[ \t]*(?:import\b\s*(?:["'{*]|[\w$])|export\b\s*[\w{*])/m

/**
 * Returns the formats to try. A text is CommonJS where it can be: only import, export, import.meta and top-level await rule it out.
 * The order saves parsing an ES module twice, and its syntax error is the one to report.
 */
function candidates(code: string): [ModuleFormat, ModuleFormat] {
  if (!LOOKS_LIKE_ESM.test(code)) return ['commonjs', 'module']
  return ['module', 'commonjs']
}

function formatOfExtension(filename: string): ModuleFormat | undefined {
  const extension = extensionOf(filename)
  if (extension === '.mjs' || extension === '.mts') return 'module'
  if (extension === '.cjs' || extension === '.cts') return 'commonjs'
  return undefined
}

/** Whether a text that looked like ESM is: `import` at the beginning of a line may also be in a comment or a template. */
function hasEsSyntax(program: Program): boolean {
  const parsedOnlyAsModule = /^(?:Import|Export)(?:Default|Named|All)?Declaration$/
  return program.body.some((node) => parsedOnlyAsModule.test(node.type))
}

function compileEsModule(file: SourceFile, program: Program): CompiledEsModule {
  const stackName = fileUrl(file.filename)
  const module = new EsModuleCode(file.code, program, (offset) => file.positionAt(offset), file.frames(program))
  return {
    ok: true,
    format: 'module',
    filename: file.filename,
    source: file.source,
    stackName,
    requests: module.requests,
    imports: module.imports,
    exports: module.exports,
    starRequests: module.starRequests,
    async: module.async,
    topLevelAwaits: module.topLevelAwaits,
    generate(bindingKind: (local: string) => BindingKind): FunctionSource {
      const { edits, suffix } = module.generate(bindingKind)
      const edited = file.edit(edits)
      return {
        code: withSourceUrl(edited.text + suffix, stackName),
        parameters: [],
        originalPosition: (line, column) => file.originalPosition(edited, line, column),
      }
    },
  }
}

function compileCommonJs(file: SourceFile, program: Program): CompiledCommonJs {
  const stackName = file.isTypeScript ? fileUrl(file.filename) : file.filename
  const { edits, parameters } = commonJsCode(file.code, program, file.frames(program))
  const edited = file.edit(edits)
  return {
    ok: true,
    format: 'commonjs',
    filename: file.filename,
    source: file.source,
    stackName,
    code: withSourceUrl(edited.text, stackName),
    parameters,
    ...commonJsExportNames(file.code),
    originalPosition: (line, column) => file.originalPosition(edited, line, column),
  }
}

/** Adds a `sourceURL`: stack frames then name the file, however the platform loads the text. */
function withSourceUrl(code: string, url: string): string {
  return `${code}\n//# sourceURL=${url}`
}
