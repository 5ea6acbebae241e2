import { describe, expect, test } from 'vitest'
import { readStacksAsSites } from './stack-sites.ts'

const STACK = 'inner@/work/a.cjs:3:9\nouter@/work/a.cjs:2:5\n'
const same = (address: string) => address
const format = (error: { message: string }, sites: object[]) => [error.message, ...sites].join('\n    at ')
const FORMATTED = 'no\n    at inner (/work/a.cjs:3:9)\n    at outer (/work/a.cjs:2:5)'

describe('where the text is behind an accessor of all errors (Firefox)', () => {
  test('a text stack becomes one with the message of its error; a stack that is set stays', () => {
    const texts = new WeakMap<object, string>()
    class FirefoxError {
      message: string
      static prepareStackTrace = (error: FirefoxError, sites: object[]) => [error.message, ...sites].join('\n    at ')
      constructor(message: string) {
        this.message = message
        texts.set(this, STACK)
      }
      get stack(): string {
        return texts.get(this)!
      }
      set stack(value: string) {
        Object.defineProperty(this, 'stack', { value, configurable: true, writable: true })
      }
    }
    readStacksAsSites({ Error: FirefoxError }, same)
    const error = new FirefoxError('no')
    expect(error.stack.split('\n').slice(0, 2)).toEqual(['no', '    at inner (/work/a.cjs:3:9)'])
    error.stack = 'mine'
    expect(error.stack).toBe('mine')
  })
})

describe('where the text is a property of each error (WebKit)', () => {
  /** Errors as JavaScriptCore makes them; `thrown` makes one that the engine itself throws. */
  function scopeOfWebKit() {
    const withText = <T extends object>(error: T): T =>
      Object.defineProperty(error, 'stack', { value: STACK, configurable: true, writable: true })
    class WebKitError {
      static prepareStackTrace = format
      static isError = (value: unknown) => value instanceof WebKitError
      static captureStackTrace = withText
      readonly message: string
      declare stack: unknown
      constructor(message: string) {
        this.message = message
        withText(this)
      }
    }
    class WebKitTypeError extends WebKitError {}
    return { scope: { Error: WebKitError, TypeError: WebKitTypeError }, thrown: new WebKitTypeError('no') }
  }

  test('a constructed error, also of a class of the program, gets a stack with its message', () => {
    const { scope } = scopeOfWebKit()
    readStacksAsSites(scope, same)
    class Own extends scope.TypeError {}
    const errors = [new scope.Error('no'), new scope.TypeError('no'), new Own('no')]
    expect(errors.map(({ stack }) => String(stack).split('\n').slice(0, 2))).toEqual(
      errors.map(() => FORMATTED.split('\n').slice(0, 2)),
    )
    const [, made, own] = errors
    expect([made instanceof scope.Error, own instanceof Own, made!.constructor === scope.TypeError]).toEqual([
      ...[true, true, true],
    ])
  })

  test('an error thrown by the engine gets one when it is caught here or passed to Error.isError', () => {
    const first = scopeOfWebKit()
    readStacksAsSites(first.scope, same)(first.thrown)
    expect(first.thrown.stack).toBe(FORMATTED)
    const second = scopeOfWebKit()
    readStacksAsSites(second.scope, same)
    expect([second.scope.Error.isError(second.thrown), second.thrown.stack]).toEqual([true, FORMATTED])
  })

  test('a stack that is set stays, and nothing else changes', () => {
    const { scope } = scopeOfWebKit()
    const adopt = readStacksAsSites(scope, same)
    const error = new scope.Error('no')
    error.stack = 'mine'
    adopt(error)
    expect(error.stack).toBe('mine')
    const other = { stack: 'a pile' }
    for (const value of [other, null, undefined, 7]) adopt(value)
    expect(other).toEqual({ stack: 'a pile' })
  })

  test('a stack captured on an object is made when it is read', () => {
    const { scope } = scopeOfWebKit()
    readStacksAsSites(scope, same)
    const object = scope.Error.captureStackTrace({ message: 'early' }) as unknown
    expect(object).toBeUndefined()
    const captured = { message: 'early', stack: '' }
    scope.Error.captureStackTrace(captured)
    captured.message = 'no'
    expect(captured.stack).toBe(FORMATTED)
  })
})
