/** Stack traces for learners: the columns of their source, no frames of the platform, Node's excerpt of the source. */
import { excerpt } from './source-excerpt.ts'
import type { ErrorOrigin, FunctionSource, Position } from './types.ts'

interface KnownFile {
  readonly source: FunctionSource
  /** The file's own text. */
  readonly text: string
  readonly firstLineColumns: number
}

interface Frame {
  readonly before: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly after: string
}

const FRAME_LINE = /^ {4}at /
const NATIVE_FRAME = /^ {4}at .*(?:<anonymous>|native)\)?$/
const FRAME = /^(\s+at (?:.*\()?(?:async )?)((?:file:\/\/)?\/[^()]*?|node:[^()]*?|[a-z]+:\/\/[^()]*?):(\d+):(\d+)(\)?)$/

export class StackMapper {
  readonly #files = new Map<string, KnownFile>()

  /** `file`: the name that stack frames show. */
  addFile(file: string, known: KnownFile): void {
    this.#files.set(file, known)
  }

  textOf(file: string): string | undefined {
    return this.#files.get(file)?.text
  }

  originalPosition(file: string, line: number, column: number): Position | null {
    const known = this.#files.get(file)
    if (!known) return null
    return known.source.originalPosition(line, line === 1 ? column - known.firstLineColumns : column)
  }

  /**
   * Maps the columns of frames in a learner's file; keeps those of Node's library; removes those of the platform, with everything
   * below them (the host's own frames) up to the next frame of the learner's.
   */
  mapStack(stack: string): string {
    const lines = stack.split('\n')
    const first = lines.findIndex((line) => FRAME_LINE.test(line))
    if (first < 0) return stack
    const kept: string[] = []
    let natives: string[] = []
    let belowPlatform = false
    for (const line of lines.slice(first)) {
      // Frames of the engine (`Array.map`, `Generator.next`) belong to their caller.
      if (NATIVE_FRAME.test(line)) {
        natives.push(line)
        continue
      }
      const frame = parseFrame(line)
      const mapped = this.#mapFrame(line, frame)
      const isLearners = frame !== null && this.#files.has(frame.file)
      if (isLearners) belowPlatform = false
      else if (mapped === null) belowPlatform = true
      if (mapped !== null && !belowPlatform) kept.push(...natives, mapped)
      natives = []
    }
    return [...lines.slice(0, first), ...kept].join('\n')
  }

  #mapFrame(line: string, frame: Frame | null): string | null {
    if (!frame) return FRAME_LINE.test(line) ? null : line
    if (frame.file.startsWith('node:')) return line
    const position = this.originalPosition(frame.file, frame.line, frame.column)
    return position && `${frame.before}${frame.file}:${position.line}:${position.column}${frame.after}`
  }

  /** Returns Node's excerpt for an uncaught error, from its mapped stack: place, line, caret; null if no frame is the learner's. */
  errorExcerpt(stack: string, origin: ErrorOrigin): string | null {
    for (const line of stack.split('\n')) {
      const frame = parseFrame(line)
      const known = frame && this.#files.get(frame.file)
      if (!known) continue
      const sourceLine = known.text.split(/\r\n|[\n\r\u2028\u2029]/)[frame.line - 1] ?? ''
      const column = origin === 'uncaughtException' ? thrownAt(sourceLine, frame.column) : frame.column
      return excerpt(frame.file, frame.line, sourceLine, column, 1)
    }
    return null
  }
}

function parseFrame(line: string): Frame | null {
  const match = FRAME.exec(line)
  if (!match) return null
  return { before: match[1]!, file: match[2]!, line: Number(match[3]), column: Number(match[4]), after: match[5]! }
}

/** Returns the column of `throw` in `throw new …`; the error's stack has the place of `new`. */
function thrownAt(line: string, column: number): number {
  const match = /\bthrow\s+$/.exec(line.slice(0, column - 1))
  return match ? match.index + 1 : column
}
