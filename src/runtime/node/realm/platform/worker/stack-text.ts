/** Turns the text of a stack as SpiderMonkey and JavaScriptCore write it, without the error's message, into call sites of V8's form. */

/**
 * `name@file:line:column`, where a name shows the enclosing function (`outer/inner`), and `async*` a resumed one. A frame of the engine
 * (`map@[native code]`) has no place and is left out.
 */
const FRAME = /^(?:(async)\*)?(.*?)@(.*):(\d+):(\d+)$/

/** JavaScriptCore's names for code outside of functions. */
const TOP_LEVEL: ReadonlySet<string> = new Set(['global code', 'eval code', 'module code'])

/** What these stacks don't tell of a frame: the answers are V8's for a plain call of a function in a script. */
const UNKNOWN = {
  getThis: () => undefined,
  getFunction: () => undefined,
  getTypeName: () => null,
  getMethodName: () => null,
  getEvalOrigin: () => undefined,
  getPromiseIndex: () => null,
  isConstructor: () => false,
  isEval: () => false,
  isNative: () => false,
  isPromiseAll: () => false,
  isToplevel: () => true,
}

/** Makes V8's CallSite of a frame. */
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
    ...UNKNOWN,
    toString: () => (isAsync === undefined ? called : `async ${called}`),
  }
}

/** Returns the call sites of a stack's text. `nameOf` returns a script's own name by the address that it was loaded from. */
export function callSites(text: string, nameOf: (address: string) => string = (address) => address): object[] {
  return text.split('\n').flatMap((line) => callSite(line, nameOf) ?? [])
}

/** Whether a value is a stack of that form, and not a program's own value. */
export function isStackText(text: unknown): text is string {
  if (typeof text !== 'string' || /^ {4}at /m.test(text)) return false
  return /^.*@(?:\[native code\]|.*:\d+:\d+)$/m.test(text)
}
