import type { Binding } from '../types.ts'

/**
 * `internalBinding('types')`: the kind of object that a value is. V8 knows; this checks internal slots by calling methods that
 * need them, so that an object cannot pretend. It does nothing with a proxy, whose traps would notice.
 */
export function typesBinding(isProxy: (value: unknown) => boolean = () => false): Binding {
  const types: Binding = { ...byInternalSlot(isProxy), ...byTag(isProxy), isExternal: () => false, isProxy }
  types.isAnyArrayBuffer = (value: unknown) => types.isArrayBuffer(value) || types.isSharedArrayBuffer(value)
  types.isBoxedPrimitive = (value: unknown) =>
    types.isNumberObject(value) ||
    types.isStringObject(value) ||
    types.isBooleanObject(value) ||
    types.isBigIntObject(value) ||
    types.isSymbolObject(value)
  return types
}

/** Makes a check of whether `method` of `prototype` accepts a value as `this`. */
function brand(prototype: object, method: PropertyKey, ...parameters: unknown[]): (value: unknown) => boolean {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method)!
  const probe = descriptor.get ?? (descriptor.value as (...parameters: unknown[]) => unknown)
  return (value) => {
    if (value === null || typeof value !== 'object') return false
    try {
      probe.apply(value, parameters)
      return true
    } catch {
      return false
    }
  }
}

function byInternalSlot(isProxy: (value: unknown) => boolean): Binding {
  const never = () => false
  return {
    isArrayBuffer: brand(ArrayBuffer.prototype, 'byteLength'),
    isSharedArrayBuffer:
      typeof SharedArrayBuffer === 'undefined' ? never : brand(SharedArrayBuffer.prototype, 'byteLength'),
    isBigIntObject: brand(BigInt.prototype, 'valueOf'),
    isBooleanObject: brand(Boolean.prototype, 'valueOf'),
    isNumberObject: brand(Number.prototype, 'valueOf'),
    isStringObject: brand(String.prototype, 'valueOf'),
    isSymbolObject: brand(Symbol.prototype, 'valueOf'),
    isDate: brand(Date.prototype, 'getTime'),
    isMap: brand(Map.prototype, 'size'),
    isSet: brand(Set.prototype, 'size'),
    isWeakMap: brand(WeakMap.prototype, 'has', {}),
    isWeakSet: brand(WeakSet.prototype, 'has', {}),
    isRegExp: (value: unknown) => value !== RegExp.prototype && isRegExp(value),
    isPromise: (value: unknown) => isObject(value) && !isProxy(value) && isPromise(value),
    isNativeError: (value: unknown) => (Error as unknown as { isError(value: unknown): boolean }).isError(value),
  }
}

const isRegExp = brand(RegExp.prototype, 'global')
const isObject = (value: unknown): value is object => value !== null && typeof value === 'object'

/** Every method that needs a promise's slots would also mark it as handled; `instanceof` is the next best thing. */
const isPromise = (value: object) => value instanceof Promise

const objectToString = Object.prototype.toString
const tagOf = (value: unknown) => objectToString.call(value)

/** No method distinguishes these without running them; a program could forge `Symbol.toStringTag`, but only harm itself. */
function byTag(isProxy: (value: unknown) => boolean): Binding {
  const object = (tag: string) => (value: unknown) =>
    isObject(value) && !isProxy(value) && tagOf(value) === `[object ${tag}]`
  const callable = (pattern: RegExp) => (value: unknown) =>
    typeof value === 'function' && !isProxy(value) && pattern.test(tagOf(value))
  return {
    isArgumentsObject: object('Arguments'),
    isMapIterator: object('Map Iterator'),
    isSetIterator: object('Set Iterator'),
    isModuleNamespaceObject: object('Module'),
    isAsyncFunction: callable(/^\[object Async(Generator)?Function\]$/),
    isGeneratorFunction: callable(/^\[object (Async)?GeneratorFunction\]$/),
    isGeneratorObject: (value: unknown) =>
      isObject(value) && !isProxy(value) && /^\[object (Async)?Generator\]$/.test(tagOf(value)),
  }
}
