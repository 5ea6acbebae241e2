/** The error that ended a program, parsed from Node's output. */
export interface UncaughtError {
  name: string
  message: string
  code?: string
}

/** `Error: read ECONNRESET`, `TypeError [ERR_X]: …`, `MyError: …`, at the start of a line and followed by a stack. */
const HEADLINE = /^(?:Uncaught )?((?:[A-Z][\w.]*)?(?:Error|Exception)|[A-Z]\w*)(?: \[(\w+)\])?: (.*)$/m
/** The `code` among the properties that Node prints after the stack. */
const CODE_PROPERTY = /^\s{2,}code: '(\w+)',?$/m

/** Parses the last uncaught error in a program's standard error; null if there is none. */
export function uncaughtError(stderr: string): UncaughtError | null {
  const report = stderr.slice(Math.max(0, stderr.lastIndexOf('\nnode:'), lastThrow(stderr)))
  const headline = HEADLINE.exec(report)
  if (!headline) return null
  const [, name, bracketed, message] = headline as unknown as [string, string, string | undefined, string]
  const code = bracketed ?? CODE_PROPERTY.exec(report.slice(headline.index))?.[1]
  return { name, message, ...(code !== undefined && { code }) }
}

/** Node marks the throwing position with a caret on a line of its own. */
function lastThrow(stderr: string): number {
  const marks = [...stderr.matchAll(/^\s*\^+\s*$/gm)]
  return marks.at(-1)?.index ?? 0
}
