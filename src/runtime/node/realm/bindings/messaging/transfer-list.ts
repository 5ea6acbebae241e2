import { nativeError } from '../../native-error.ts'
import type { Any } from '../../types.ts'

/** Reads the second argument of `postMessage`: a list, or an object with one (ReadIterable of node_messaging.cc). */
export function transferListOf(options: Any): object[] {
  if (options === undefined || options === null) return []
  if (typeof options !== 'object') throw notIterable('transferList')
  if (typeof options[Symbol.iterator] === 'function') return [...options]
  const { transfer } = options
  if (transfer === undefined || transfer === null) return []
  if (typeof transfer !== 'object' || typeof transfer[Symbol.iterator] !== 'function')
    throw notIterable('options.transfer')
  return [...transfer]
}

function notIterable(name: string): Error {
  return nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', `Optional ${name} argument must be an iterable`)
}
