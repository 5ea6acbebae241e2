/**
 * Stack traces where the engine has none of V8's: SpiderMonkey gives an error's stack as text without the error's own words. That text becomes the call
 * sites that `Error.prepareStackTrace` is given in V8, so that everything above sees stacks in one form.
 */
import type { Any } from '../../types.ts'

/** `name@file:line:column`, where a name says in which function a function is (`outer/inner`), and `async*` that it was resumed. */
const FRAME = /^(?:(async)\*)?(.*?)@(.*):(\d+):(\d+)$/

/** As much of V8's CallSite as anybody here asks for. */
function callSite(line: string): object | null {
  const [, isAsync, path = '', file = '', row, column] = FRAME.exec(line) ?? []
  if (row === undefined) return null
  // `outer/inner`; one without a name of its own ends with `<`.
  const name = path.endsWith('<') ? '' : path.slice(path.lastIndexOf('/') + 1)
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

export function callSites(text: string): object[] {
  return text.split('\n').flatMap((line) => callSite(line) ?? [])
}

/** Once for all processes: `Error.prepareStackTrace` is that of the one that runs. V8, whose errors have a stack of their own, is left alone. */
export function readStacksAsSites(Errors: Any): void {
  const { get, set } = Object.getOwnPropertyDescriptor(Errors.prototype, 'stack') ?? {}
  if (get === undefined || set === undefined) return
  const prepared = (error: object, text: unknown): unknown => {
    const prepare = Errors.prepareStackTrace
    return typeof text === 'string' && typeof prepare === 'function'
      ? Reflect.apply(prepare, Errors, [error, callSites(text)])
      : text
  }
  const known = new WeakMap<object, unknown>()
  Object.defineProperty(Errors.prototype, 'stack', {
    configurable: true,
    enumerable: false,
    get(this: object) {
      if (known.has(this)) return known.get(this)
      const stack = prepared(this, Reflect.apply(get, this, []))
      known.set(this, stack)
      return stack
    },
    set(this: object, value: unknown) {
      Reflect.apply(set, this, [value])
    },
  })
  const { captureStackTrace } = Errors
  if (typeof captureStackTrace !== 'function') return
  Errors.captureStackTrace = (object: object, above?: unknown): void => {
    Reflect.apply(captureStackTrace, Errors, [object, above])
    const text = Object.getOwnPropertyDescriptor(object, 'stack')?.value
    const value = prepared(object, text)
    if (value !== text) Object.defineProperty(object, 'stack', { value, configurable: true, writable: true })
  }
}
