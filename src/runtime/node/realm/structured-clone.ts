/** The structured clone algorithm (HTML section 2.7), for values of one realm: V8's own would make another realm's objects. */
import type { RealmContext } from './context.ts'
import type { Any } from './types.ts'

type Clone = (value: unknown, transfer?: object[]) => unknown

/** Error constructors that survive; any other becomes an Error. */
const ERRORS = new Map<string, ErrorConstructor>(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [
    type.name,
    type as ErrorConstructor,
  ]),
)

export function structuredCloner(realm: RealmContext): Clone {
  const refuse = (text: string): never => {
    throw new realm.DOMException(text, 'DataCloneError')
  }
  return (value, transfer = []) => {
    const copies = new Map<object, unknown>()
    for (const item of transfer) {
      if (!(item instanceof ArrayBuffer)) refuse('Value not transferable')
      copies.set(item, (item as ArrayBuffer).transfer())
    }
    return cloneValue(realm, value, copies, refuse)
  }
}

type Refuse = (text: string) => never

function cloneValue(realm: RealmContext, value: Any, copies: Map<object, unknown>, refuse: Refuse): unknown {
  if (typeof value === 'function') refuse(`${value} could not be cloned.`)
  if (typeof value === 'symbol') refuse(`${value.toString()} could not be cloned.`)
  if (value === null || typeof value !== 'object') return value
  if (copies.has(value)) return copies.get(value)
  const remember = <T>(copy: T): T => {
    copies.set(value, copy)
    return copy
  }
  const deep = (part: unknown) => cloneValue(realm, part, copies, refuse)
  return clonePlainData(realm, value, remember) ?? cloneContainer(realm, value, remember, deep, refuse)
}

/** What holds no other objects but memory. */
function clonePlainData(realm: RealmContext, value: Any, remember: <T>(copy: T) => T): unknown {
  const types = realm.internalBinding('types')
  if (types.isBoxedPrimitive(value)) return remember(Object(value.valueOf()))
  if (types.isDate(value)) return remember(new Date(Number(value)))
  if (types.isRegExp(value)) return remember(new RegExp(value.source, value.flags))
  if (types.isArrayBuffer(value)) return remember(value.slice(0))
  return undefined
}

function cloneContainer(
  realm: RealmContext,
  value: Any,
  remember: <T>(copy: T) => T,
  deep: (part: unknown) => unknown,
  refuse: Refuse,
): unknown {
  const types = realm.internalBinding('types')
  if (ArrayBuffer.isView(value)) return remember(cloneView(value, deep))
  if (types.isMap(value)) {
    const copy = remember(new Map())
    for (const [key, entry] of [...value]) copy.set(deep(key), deep(entry))
    return copy
  }
  if (types.isSet(value)) {
    const copy = remember(new Set())
    for (const entry of [...value]) copy.add(deep(entry))
    return copy
  }
  if (types.isNativeError(value)) return cloneError(value, remember, deep)
  if (types.isPromise(value) || types.isWeakMap(value) || types.isWeakSet(value) || value instanceof WeakRef)
    refuse(`${Object.prototype.toString.call(value).replace('[object ', '#<').replace(']', '>')} could not be cloned.`)
  const copy: Any = remember(Array.isArray(value) ? new Array(value.length) : {})
  for (const key of Object.keys(value)) copy[key] = deep(value[key])
  return copy
}

function cloneView(view: ArrayBufferView, deep: (part: unknown) => unknown): unknown {
  const buffer = deep(view.buffer) as ArrayBuffer
  if (view instanceof DataView) return new DataView(buffer, view.byteOffset, view.byteLength)
  const typed = view as Uint8Array
  // A Buffer is a Uint8Array to the algorithm; every other view keeps its kind.
  const kind = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array
  const name = Object.getOwnPropertyDescriptor(kind, Symbol.toStringTag)!.get!.call(typed) as string
  const View = (globalThis as Any)[name]
  return new View(buffer, typed.byteOffset, typed.length)
}

function cloneError(error: Any, remember: <T>(copy: T) => T, deep: (part: unknown) => unknown): unknown {
  const Type = ERRORS.get(error.name) ?? Error
  const made = remember(new Type(error.message))
  const define = (name: string, value: unknown) =>
    Object.defineProperty(made, name, { value, configurable: true, writable: true, enumerable: false })
  define('stack', error.stack)
  if (Object.hasOwn(error, 'cause')) define('cause', deep(error.cause))
  return made
}
