/**
 * Stack traces in engines other than V8: an error's stack is text without the error's message. That text becomes the call sites that
 * `Error.prepareStackTrace` gets in V8, so that all code above sees stacks in one form. SpiderMonkey keeps the text behind an accessor of
 * `Error.prototype`; JavaScriptCore makes it a property of each error.
 */
import type { Any } from '../../types.ts'
import { callSites, isStackText } from './stack-text.ts'

// A program may have replaced any of these by the time they are needed.
const { apply, construct, defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Reflect

/** Makes an error's stack what it is in V8, unless already done; ignores any other value. */
type Adopt = (error: unknown) => void

/** Returns an error's stack as V8 would have it, from the engine's text. */
type Prepare = (error: object, text: string) => unknown

const NATIVE = [
  ...['AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SuppressedError'],
  ...['SyntaxError', 'TypeError', 'URIError'],
]

/**
 * Called once for all processes: `Error.prepareStackTrace` is the running process's. `nameOf` returns a script's own name by its address. The result
 * is for errors not made by a constructor: the engine throws them.
 */
export function readStacksAsSites(scope: Any, nameOf: (address: string) => string): Adopt {
  const Errors = scope.Error
  // V8 calls `Error.prepareStackTrace` itself.
  if (!isStackText(new Errors().stack)) return () => {}
  const prepare: Prepare = (error, text) => {
    const own = scope.Error.prepareStackTrace
    return typeof own === 'function' ? apply(own, scope.Error, [error, callSites(text, nameOf)]) : text
  }
  const { get, set } = getOwnPropertyDescriptor(Errors.prototype, 'stack') ?? {}
  const adopt = adopting(prepare)
  if (get && set) overAccessor(Errors.prototype, get, set, prepare)
  else overConstructors(scope, adopt)
  const { captureStackTrace } = Errors
  if (typeof captureStackTrace === 'function')
    Errors.captureStackTrace = (object: object, above?: unknown): void => {
      apply(captureStackTrace, Errors, [object, above])
      adopt(object)
    }
  return adopt
}

/** SpiderMonkey: one accessor for all errors. */
function overAccessor(prototype: object, get: () => unknown, set: (value: unknown) => void, prepare: Prepare): void {
  const known = new WeakMap<object, unknown>()
  defineProperty(prototype, 'stack', {
    configurable: true,
    enumerable: false,
    get(this: object) {
      if (known.has(this)) return known.get(this)
      const text = apply(get, this, [])
      const stack = typeof text === 'string' ? prepare(this, text) : text
      known.set(this, stack)
      return stack
    },
    set(this: object, value: unknown) {
      apply(set, this, [value])
    },
  })
}

/** JavaScriptCore: adopts each error when it is constructed and when `Error.isError` gets it, which Node calls before it prints one. */
function overConstructors(scope: Any, adopt: Adopt): void {
  const adopted = (error: unknown) => {
    adopt(error)
    return error
  }
  const adoptingConstructor = (Native: Any) =>
    new Proxy(Native, {
      construct: (target, parameters, newTarget) => adopted(construct(target, parameters, newTarget)) as object,
      apply: (target, self, parameters) => adopted(apply(target, self, parameters)),
    })
  const { isError } = scope.Error
  scope.Error.isError = (value: unknown): boolean => {
    const is: boolean = apply(isError, scope.Error, [value])
    if (is) adopt(value)
    return is
  }
  const replace = (name: string) => {
    const { prototype } = scope[name]
    scope[name] = adoptingConstructor(scope[name])
    defineProperty(prototype, 'constructor', { value: scope[name], configurable: true, writable: true })
  }
  replace('Error')
  for (const name of NATIVE) {
    if (typeof scope[name] !== 'function') continue
    setPrototypeOf(scope[name], scope.Error)
    replace(name)
  }
}

/** If an object has the engine's text as its own property, makes its stack when it is first read, as in V8. */
function adopting(prepare: Prepare): Adopt {
  return (error) => {
    if (typeof error !== 'object' || error === null) return
    const text = getOwnPropertyDescriptor(error, 'stack')?.value
    if (!isStackText(text)) return
    let stack: { value: unknown } | null = null
    defineProperty(error, 'stack', {
      configurable: true,
      enumerable: false,
      get: () => {
        stack ??= { value: prepare(error, text) }
        return stack.value
      },
      set(this: object, value: unknown) {
        defineProperty(this, 'stack', { value, configurable: true, enumerable: false, writable: true })
      },
    })
  }
}
