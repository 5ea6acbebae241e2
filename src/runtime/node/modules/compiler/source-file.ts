import { type Options, type Program, parse } from 'acorn'
import { EditedText, lineAt, lineStartsOf, position } from '../position-map.ts'
import type { CompileError, ModuleFormat, Position } from '../types.ts'
import { type FrameEdits, frameEdits } from './frame-code.ts'
import { LineAlignment } from './line-alignment.ts'
import { compileError, describeParserError, type ParserError } from './syntax-error.ts'
import { stripTypes } from './typescript.ts'

/** Further requirements of a platform on compiled text. */
export interface CompileOptions {
  /** `await` carries the frame of `AsyncLocalStorage` (`frame-code.ts`): the engine does not expose it. */
  carriesFrames?: boolean
}

/** A file being compiled. `code` is its JavaScript, whose lines are those of `source`. */
export class SourceFile {
  readonly source: string
  readonly filename: string
  readonly #options: CompileOptions
  readonly #lineStarts: readonly number[]
  code: string
  #codeLineStarts: readonly number[]
  /** For TypeScript: alignments of its lines with those of `code`, for requested lines. */
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

  /** The parser's error for the text in this format. */
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

  /** Maps an offset of `code` to the learner's file. */
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

  /** Maps a place in edited code (1-based) back to the learner's file. */
  originalPosition(edited: EditedText, line: number, column: number): Position | null {
    if (line < 1 || line > this.#lineStarts.length) return null
    const codeColumn = edited.originalColumn(line - 1, column - 1)
    return codeColumn === null ? null : position(line - 1, this.#sourceColumn(line - 1, codeColumn))
  }
}
