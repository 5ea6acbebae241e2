/** From a file's text to a module: TypeScript off, format found out, parsed, turned into function source. */
import { type Options, type Program, parse } from 'acorn'
import { commonJsCode, commonJsExportNames } from './commonjs-code.ts'
import { EsModuleCode } from './es-module-code.ts'
import { type FrameEdits, frameEdits } from './frame-code.ts'
import { LineAlignment } from './line-alignment.ts'
import { EditedText, lineAt, lineStartsOf, position } from '../position-map.ts'
import { compileError, describeParserError, type ParserError } from './syntax-error.ts'
import type {
  BindingKind,
  CompiledCommonJs,
  CompiledEsModule,
  CompiledModule,
  CompileError,
  CompileInput,
  FunctionSource,
  ModuleFormat,
  Position,
} from '../types.ts'
import { stripTypes } from './typescript.ts'
import { extensionOf, fileUrl } from '../urls.ts'

/** What a platform needs of compiled text besides. */
export interface CompileOptions {
  /** `await` carries the frame of `AsyncLocalStorage` (`frame-code.ts`): the engine does not tell it. */
  carriesFrames?: boolean
}

/**
 * Compiles one file. Never throws for what a learner may write: a `CompileError` says what is wrong, where, in Node's words.
 * The format is `format` or the extension's (`.mts`, `.cjs`, …); for `.js` and `.ts` without it, ESM where the text has ESM
 * syntax and CommonJS otherwise, as Node's syntax detection does.
 */
export function compileModule(input: CompileInput, options: CompileOptions = {}): CompiledModule | CompileError {
  try {
    return compile(input, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // The parsers descend with the text's own nesting.
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

/** `compileModule` that compiles a text once, for the many processes that run the same files. Keeps what it compiled. */
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
 * CommonJS where the text can be that: only import, export, import.meta and top-level await cannot. The order saves parsing
 * an ES module twice, and its syntax error is the one to report.
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

/** Whether what looked like ESM is: `import` at the beginning of a line may also stand in a comment or a template. */
function hasEsSyntax(program: Program): boolean {
  const parsedOnlyAsModule = /^(?:Import|Export)(?:Default|Named|All)?Declaration$/
  return program.body.some((node) => parsedOnlyAsModule.test(node.type))
}

/** A file on its way through the compiler. `code` is its JavaScript, whose lines are those of `source`. */
class SourceFile {
  readonly source: string
  readonly filename: string
  readonly #options: CompileOptions
  readonly #lineStarts: readonly number[]
  code: string
  #codeLineStarts: readonly number[]
  /** Of TypeScript: how its lines and those of `code` correspond, for the lines that were asked for. */
  readonly #alignments = new Map<number, LineAlignment>()
  readonly #errors = new Map<ModuleFormat, ParserError>()

  constructor(source: string, filename: string, options: CompileOptions) {
    this.source = source
    this.#options = options
    this.filename = filename
    this.code = source
    this.#lineStarts = lineStartsOf(source)
    this.#codeLineStarts = this.#lineStarts
  }

  get isTypeScript(): boolean {
    return /\.[mc]?ts$/.test(this.filename)
  }

  stripTypes(format: ModuleFormat): CompileError | null {
    if (!this.isTypeScript) return null
    const stripped = stripTypes(this.source, this.filename)
    if (typeof stripped === 'object') {
      const { offset, message } = stripped
      const described = describeParserError(this.source, { message: message ?? 'Unexpected token', pos: offset })
      return compileError(this.filename, this.source, format, described)
    }
    this.#setCode(stripped)
    return null
  }

  #setCode(code: string): void {
    this.code = code
    this.#alignments.clear()
    this.#codeLineStarts = lineStartsOf(code)
  }

  parse(format: ModuleFormat): Program | null {
    const options: Options = { ecmaVersion: 'latest', sourceType: format, allowHashBang: true }
    try {
      return parse(this.code, options)
    } catch (error) {
      const { pos, message } = error as ParserError
      if (typeof pos !== 'number') throw error
      if (this.#joinArrow(pos)) return this.parse(format)
      if (!this.#errors.has(format)) this.#errors.set(format, { pos, message })
      return null
    }
  }

  /**
   * `(a): Promise<⏎string⏎> => …` without its type leaves a line end before the arrow, which JavaScript forbids: the closing
   * parenthesis moves down to the arrow.
   */
  #joinArrow(offset: number): boolean {
    if (!this.isTypeScript || !this.code.startsWith('=>', offset)) return false
    const match = /\)(\s*[\n\r\u2028\u2029]\s*)$/.exec(this.code.slice(0, offset))
    if (!match) return false
    const close = match.index
    this.#setCode(`${this.code.slice(0, close)} ${match[1]!.slice(0, -1)})${this.code.slice(offset)}`)
    return true
  }

  /** What the parser said of the text as this format. */
  error(format: ModuleFormat): CompileError {
    const error = this.#errors.get(format)!
    const { message, start, end } = describeParserError(this.code, error)
    const { line, column } = this.positionAt(start)
    const sourceStart = this.#lineStarts[line - 1]! + column - 1
    return compileError(this.filename, this.source, format, {
      message,
      start: sourceStart,
      end: sourceStart + end - start,
    })
  }

  /** Where an offset of `code` lies in the learner's file. */
  positionAt(offset: number): Position {
    const line = lineAt(this.#codeLineStarts, offset)
    return position(line, this.#sourceColumn(line, offset - this.#codeLineStarts[line]!))
  }

  #sourceColumn(line: number, column: number): number {
    if (!this.isTypeScript) return column
    let alignment = this.#alignments.get(line)
    if (!alignment) {
      const generated = this.#line(this.code, this.#codeLineStarts, line)
      alignment = new LineAlignment(generated, this.#line(this.source, this.#lineStarts, line))
      this.#alignments.set(line, alignment)
    }
    return alignment.originalColumn(column)
  }

  #line(text: string, starts: readonly number[], line: number): string {
    return text.slice(starts[line], starts[line + 1])
  }

  frames(program: Program): FrameEdits | null {
    return this.#options.carriesFrames ? frameEdits(this.code, program) : null
  }

  edit(edits: ConstructorParameters<typeof EditedText>[1]): EditedText {
    return new EditedText(this.code, edits, this.#codeLineStarts)
  }

  /** A place in edited code (1-based) back to the learner's file. */
  originalPosition(edited: EditedText, line: number, column: number): Position | null {
    if (line < 1 || line > this.#lineStarts.length) return null
    const codeColumn = edited.originalColumn(line - 1, column - 1)
    return codeColumn === null ? null : position(line - 1, this.#sourceColumn(line - 1, codeColumn))
  }
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

/** Stack frames then name the file, whatever the platform loads the text with. */
function withSourceUrl(code: string, url: string): string {
  return `${code}\n//# sourceURL=${url}`
}
