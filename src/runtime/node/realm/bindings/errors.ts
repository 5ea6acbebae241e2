import type { RealmContext } from '../context.ts'
import { uncaughtException } from '../fatal.ts'
import type { Any, Binding } from '../types.ts'

/** `internalBinding('errors')`: node_errors.cc. */
export function errorsBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.errors,
    setPrepareStackTraceCallback() {}, // `stack-trace.ts` installs its own
    setGetSourceMapErrorSource() {},
    setSourceMapsEnabled() {},
    setMaybeCacheGeneratedSourceMap() {},
    getErrorSourcePositions: () => undefined,
    setEnhanceStackForFatalException(before: (error: unknown) => unknown, after: (error: unknown) => unknown) {
      realm.callbacks.enhanceBeforePrint = before
      realm.callbacks.enhanceForPrint = after
    },
    noSideEffectsToString,
    triggerUncaughtException(error: unknown, fromPromise: boolean) {
      uncaughtException(realm, error, fromPromise ? 'made' : null, fromPromise)
      if (realm.kernel.ended) realm.unwind()
    },
  }
}

const errorToString = Error.prototype.toString
const objectToString = Object.prototype.toString

/** Returns a value as text, where possible without running code of the program. */
function noSideEffectsToString(value: Any): string {
  try {
    if (typeof value === 'symbol') return value.toString()
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value)
    if (value instanceof Error) return errorToString.call(value)
    const tag = objectToString.call(value)
    return tag === '[object Object]' ? `#<${value.constructor?.name || 'Object'}>` : tag
  } catch {
    return '#<Object>'
  }
}
