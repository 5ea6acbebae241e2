/** The text of a stack as SpiderMonkey and JavaScriptCore write it, without the error's own words, as call sites of V8's form. */

/**
 * `name@file:line:column`, where a name says in which function a function is (`outer/inner`), and `async*` that it was resumed. A frame of the
 * engine's own (`map@[native code]`) has no place and is left out.
 */
const FRAME = /^(?:(async)\*)?(.*?)@(.*):(\d+):(\d+)$/

/** What JavaScriptCore calls code outside of functions. */
const TOP_LEVEL: ReadonlySet<string> = new Set(['global code', 'eval code', 'module code'])

/** As much of V8's CallSite as anybody here asks for. */
function callSite(line: string, nameOf: (address: string) => string): object | null {
  const [, isAsync, path = '', address = '', row, column] = FRAME.exec(line) ?? []
  if (row === undefined) return null
  const file = nameOf(address)
  // `outer/inner`; one without a name of its own ends with `<`.
  const name = path.endsWith('<') || TOP_LEVEL.has(path) ? '' : path.slice(path.lastIndexOf('/') + 1)
  const place = `${file}:${row}:${column}`
  const called = name === '' ? place : `${name} (${place})`
  return {
    getFileName: () => file,
    getScriptNameOrSourceURL: () => file,
    getLineNumber: () => Number(row),
    getColumnNumber: () => Number(column),
    getFunctionName: () => name || null,
    isAsync: () => isAsync !== undefined,
    toString: () => (isAsync === undefined ? called : `async ${called}`),
  }
}

/** `nameOf`: what a script calls itself, by the address that it was loaded from. */
export function callSites(text: string, nameOf: (address: string) => string = (address) => address): object[] {
  return text.split('\n').flatMap((line) => callSite(line, nameOf) ?? [])
}

/** Whether a text is a stack of that form, and not what a program has put there. */
export function isStackText(text: unknown): text is string {
  if (typeof text !== 'string' || /^ {4}at /m.test(text)) return false
  return /^.*@(?:\[native code\]|.*:\d+:\d+)$/m.test(text)
}
