/** Clones each kind of value. */
import type { RealmContext } from '../context.ts'
import type { Any } from '../types.ts'

type Refuse = (text: string) => never

export interface CloneContext {
  readonly realm: RealmContext
  /** Copies of objects already visited, and of transferred ones. */
  readonly copies: Map<object, unknown>
  readonly refuse: Refuse
  readonly cloner: StructuredCloner
}

/** Error constructors that are kept; any other becomes an Error. */
const ERRORS = new Map<string, ErrorConstructor>(
  [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((type) => [
    type.name,
    type as ErrorConstructor,
  ]),
)

export function cloneValue(context: CloneContext, value: Any): unknown {
  const { realm, copies, refuse } = context
  if (typeof value === 'function') refuse(`${functionToString.call(value)} could not be cloned.`)
  if (typeof value === 'symbol') refuse(`${value.toString()} could not be cloned.`)
  if (value === null || typeof value !== 'object') return value
  if (copies.has(value)) return copies.get(value)
  const remember = <T>(copy: T): T => {
    copies.set(value, copy)
    return copy
  }
  const deep = (part: unknown) => cloneValue(context, part)
  // Before any operation on it: its traps would notice.
  if (realm.isProxy(value)) refuse('#<Object> could not be cloned.')
  const mode = value[realm.privateSymbols.transfer_mode_private_symbol!]
  if (mode !== undefined) return cloneMarked(context, value, mode, remember)
  if (realm.shared.has(value)) return value
  if (context.cloner.transferPort(value) !== null) refuse(NOT_LISTED)
  return clonePlainData(realm, value, remember) ?? cloneContainer(realm, value, remember, deep, refuse)
}

const functionToString = Function.prototype.toString
const NOT_LISTED = 'Object that needs transfer was found in message but not listed in transferList'

/** Clones an object of the library that defines how it is cloned (node::worker::JSTransferable). */
function cloneMarked(context: CloneContext, value: Any, mode: number, remember: <T>(copy: T) => T): unknown {
  const { realm, refuse, cloner } = context
  const { kCloneable, kTransferable } = realm.constants.util.constants
  const { messaging_clone_symbol: clone, messaging_deserialize_symbol: deserialize } = realm.symbols
  if ((mode & kCloneable) === 0 || typeof value[clone!] !== 'function')
    refuse((mode & kTransferable) === 0 ? 'Cannot clone object of unsupported type.' : NOT_LISTED)
  const { data, deserializeInfo } = value[clone!]()
  const made = remember(cloner.createObject(deserializeInfo))
  made[deserialize!](cloneValue(context, data))
  return made
}

/** Clones a value that holds no other objects except memory. */
function clonePlainData(realm: RealmContext, value: Any, remember: <T>(copy: T) => T): unknown {
  const types = realm.internalBinding('types')
  if (types.isBoxedPrimitive(value)) return remember(Object(value.valueOf()))
  if (types.isDate(value)) return remember(new Date(Number(value)))
  if (types.isRegExp(value)) return remember(new RegExp(value.source, value.flags))
  if (types.isArrayBuffer(value)) return remember(cloneMemory(value))
  if (types.isSharedArrayBuffer(value)) return value
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
  if (
    types.isGeneratorObject(value) ||
    types.isMapIterator(value) ||
    types.isSetIterator(value) ||
    isArrayIterator(value)
  )
    refuse(`${Object.prototype.toString.call(value)} could not be cloned.`)
  const copy: Any = remember(Array.isArray(value) ? new Array(value.length) : {})
  for (const key of Object.keys(value)) copy[key] = deep(value[key])
  return copy
}

const ArrayIteratorPrototype = Object.getPrototypeOf([].values())
const isArrayIterator = (value: object) => Object.getPrototypeOf(value) === ArrayIteratorPrototype

function cloneMemory(buffer: ArrayBuffer): ArrayBuffer {
  if (!buffer.resizable) return buffer.slice(0)
  const copy = new ArrayBuffer(buffer.byteLength, { maxByteLength: buffer.maxByteLength })
  new Uint8Array(copy).set(new Uint8Array(buffer))
  return copy
}

function cloneView(view: ArrayBufferView, deep: (part: unknown) => unknown): unknown {
  const buffer = deep(view.buffer) as ArrayBuffer
  if (view instanceof DataView) return new DataView(buffer, view.byteOffset, view.byteLength)
  const typed = view as Uint8Array
  // A Buffer becomes a Uint8Array; every other view keeps its type.
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

/** Makes the receiver's object of a transfer; called when nothing can fail any more. */
export type Make = () => unknown

export interface StructuredCloner {
  /** `from`: the port that the value is posted to. Throws a DataCloneError. */
  clone(value: unknown, transfer: readonly object[], from?: object): { value: unknown; ports: unknown[] }
  /** `setDeserializerCreateObjectFunction`: makes an empty object of one of the library's classes. */
  createObject: (info: string) => Any
  /** Null: not a port; false: a port that has been transferred or closed. */
  transferPort: (port: object) => Make | false | null
}
