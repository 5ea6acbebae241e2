import type { SourcePlace } from '../api/index.ts'
import { FOLDER } from './folder.ts'

/** The error that ended a program, parsed from Node's output. */
export interface UncaughtError {
  name: string
  message: string
  code?: string
  /** The innermost place in the program's own files. */
  at?: SourcePlace
}

/** `Error: read ECONNRESET`, `TypeError [ERR_X]: …`, `MyError: …`, at the start of a line and followed by a stack. */
const HEADLINE = /^(?:Uncaught )?((?:[A-Z][\w.]*)?(?:Error|Exception)|[A-Z]\w*)(?: \[(\w+)\])?: (.*)$/m
/** The `code` among the properties that Node prints after the stack. */
const CODE_PROPERTY = /^\s{2,}code: '(\w+)',?$/m

/** `    at f (file:///work/server.ts:11:5)` */
const FRAME = new RegExp(`^\\s+at .*?${FOLDER}/([\\w./@-]+):(\\d+):(\\d+)\\)?$`, 'gm')
/** `file:///work/server.ts:11`, the line, a caret below it, an empty line. */
const THROWN = new RegExp(`^(?:file://)?${FOLDER}/([\\w./@-]+):(\\d+)\\n.*\\n(\\s*\\^)\\^*\\s*$`, 'm')

/** Parses the last uncaught error in a program's standard error; null if there is none. */
export function uncaughtError(stderr: string): UncaughtError | null {
  const begin = Math.max(0, stderr.lastIndexOf('\nnode:'), lastThrow(stderr))
  const report = stderr.slice(begin)
  const headline = HEADLINE.exec(report)
  if (!headline) return null
  const [, name, bracketed, message] = headline as unknown as [string, string, string | undefined, string]
  const code = bracketed ?? CODE_PROPERTY.exec(report.slice(headline.index))?.[1]
  const at = ownFrame(report) ?? thrownAt(stderr.slice(0, begin + headline.index))
  return { name, message, ...(code !== undefined && { code }), ...(at && { at }) }
}

/** The first stack frame in a file of the program's. */
function ownFrame(report: string): SourcePlace | null {
  const frame = [...report.matchAll(FRAME)].find(([, file]) => !file!.includes('node_modules/'))
  return frame ? { file: frame[1]!, line: Number(frame[2]), column: Number(frame[3]) } : null
}

/** The place that Node prints above the line with the caret, right before the error. */
function thrownAt(before: string): SourcePlace | null {
  const [, file, line, caret] = THROWN.exec(before) ?? []
  return file === undefined ? null : { file, line: Number(line), column: caret!.length }
}

/** Node marks the throwing position with a caret on a line of its own. */
function lastThrow(stderr: string): number {
  const marks = [...stderr.matchAll(/^\s*\^+\s*$/gm)]
  return marks.at(-1)?.index ?? 0
}
