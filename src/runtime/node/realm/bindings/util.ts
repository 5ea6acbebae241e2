import { MILLISECOND } from '#network'
import { DescriptorKind, Op } from '../../syscalls/index.ts'
import type { RealmContext } from '../context.ts'
import { callPlaces } from '../stack-trace.ts'
import type { Any, Binding } from '../types.ts'
import { parseEnv } from './env-file.ts'
import { typesBinding } from './types.ts'

const ARRAY_INDEX = /^(?:0|[1-9]\d{0,9})$/
const MAX_ARRAY_INDEX = 2 ** 32 - 2
/** `guessHandleType`'s answers: positions in `handleTypes` of internal/util. */
const HandleType = { tcp: 0, tty: 1, udp: 2, file: 3, pipe: 4, unknown: 5 } as const

/** uv_guess_handle. */
function guessHandleType({ kernel }: RealmContext, fd: number): number {
  const kind = kernel.call(Op.kind, fd)
  if (kind === DescriptorKind.tcp) return HandleType.tcp
  if (kind === DescriptorKind.udp) return HandleType.udp
  if (kind === DescriptorKind.file) return HandleType.file
  return kind === DescriptorKind.pipe ? HandleType.pipe : HandleType.unknown
}

/** `internalBinding('util')`: node_util.cc. */
export function utilBinding(realm: RealmContext): Binding {
  const types = typesBinding(realm.isProxy)
  const { constants } = realm.constants.util
  return {
    ...types,
    constants,
    privateSymbols: realm.privateSymbols,
    shouldAbortOnUncaughtToggle: new Uint32Array(1),
    isArrayBufferView: ArrayBuffer.isView,
    isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
    isDataView: (value: unknown) => ArrayBuffer.isView(value) && value instanceof DataView,
    isUint8Array: (value: unknown) => value instanceof Uint8Array,
    // Only V8 knows a promise's state: `inspect` shows it as pending.
    getPromiseDetails: () => [constants.kPending, undefined],
    getProxyDetails: (value: unknown, withHandler = true) => proxyDetails(realm, value, withHandler),
    getExternalValue: () => 0n,
    getCallerLocation: () => undefined,
    getCallSites: (count: number) => callSites(realm, count),
    isInsideNodeModules: () =>
      IN_NODE_MODULES.test(callPlaces(realm, DEEPEST).find(({ file }) => !file.startsWith('node:'))?.file ?? ''),
    arrayBufferViewHasBuffer: () => true,
    sleep: (ms: number) => realm.kernel.spend(ms * MILLISECOND),
    constructSharedArrayBuffer: (size: number) => new SharedArrayBuffer(size),
    markPromiseAsHandled: (promise: Promise<unknown>) => void promise.catch(() => {}),
    guessHandleType: (fd: number) => guessHandleType(realm, fd),
    parseEnv,
    toUSVString: (text: string) => text.toWellFormed(),
    ...inspection(types, constants),
    defineLazyProperties: (target: object, id: string, keys: string[], enumerable = true) => {
      for (const key of keys) defineLazily(target, key, enumerable, () => realm.require(id)[key])
    },
  }
}

/** Returns a proxy's target and handler, or only its target; undefined for other values. */
function proxyDetails({ isProxy, proxies }: RealmContext, value: unknown, withHandler: boolean): unknown {
  const details = isProxy(value) ? proxies.detailsOf(value) : undefined
  return withHandler ? details && [...details] : details?.[0]
}

const DEEPEST = 200
const IN_NODE_MODULES = /[/\\]node_modules[/\\]/

/** `util.getCallSites`, without its own frame. */
function callSites(realm: RealmContext, count: number): object[] {
  const [, ...places] = callPlaces(realm, count + 1)
  return places.map(({ functionName, file, line, column }) => ({
    functionName,
    scriptId: String(scriptNumber(realm, file)),
    scriptName: file,
    lineNumber: line,
    columnNumber: column,
    // The older name.
    column,
  }))
}

const scripts = new WeakMap<RealmContext, string[]>()

/** Returns a file's unique number, from 1. */
function scriptNumber(realm: RealmContext, file: string): number {
  const known = scripts.get(realm) ?? []
  scripts.set(realm, known)
  if (!known.includes(file)) known.push(file)
  return known.indexOf(file) + 1
}

function inspection(types: Binding, constants: Record<string, number>): Binding {
  return {
    /** Returns [entries, whether they are keys and values], or just the entries if `isIterator` is not set. */
    previewEntries(value: Any, isIterator?: boolean) {
      const isKeyed = types.isMap(value)
      const entries: unknown[] = []
      if (isKeyed) for (const [key, entry] of Map.prototype.entries.call(value)) entries.push(key, entry)
      else if (types.isSet(value)) entries.push(...Set.prototype.values.call(value))
      return isIterator ? [entries, isKeyed] : entries
    },
    getOwnNonIndexProperties(object: object, filter: number) {
      const onlyEnumerable = (filter & constants.ONLY_ENUMERABLE!) !== 0
      // A large array has a name for each element, so iterate over them as few times as possible.
      const names = onlyEnumerable ? Object.keys(object) : Object.getOwnPropertyNames(object)
      const others = names.slice(elementsOf(object)).filter((name) => !isArrayIndex(name))
      if (filter & constants.SKIP_SYMBOLS!) return others
      const symbols = Object.getOwnPropertySymbols(object)
      const isWanted = (symbol: symbol) => Reflect.getOwnPropertyDescriptor(object, symbol)?.enumerable
      return [...others, ...(onlyEnumerable ? symbols.filter(isWanted) : symbols)]
    },
    getConstructorName(object: object) {
      for (let at: object | null = object; at !== null; at = Reflect.getPrototypeOf(at)) {
        const maker = Reflect.getOwnPropertyDescriptor(at, 'constructor')?.value
        if (typeof maker === 'function' && maker.name) return maker.name
      }
      return ''
    },
  }
}

const isArrayIndex = (key: string) => ARRAY_INDEX.test(key) && Number(key) <= MAX_ARRAY_INDEX

const getterOf = (key: PropertyKey) =>
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), key)!.get!
const kindOf = getterOf(Symbol.toStringTag)
const lengthOf = getterOf('length')
/** Returns how many element names come first: those of a typed array, which has no gaps and is not a proxy. */
const elementsOf = (object: object): number => (kindOf.call(object) === undefined ? 0 : lengthOf.call(object))

/** Defines a property whose value is made when it is first read; it is a plain one from then on. */
export function defineLazily(target: object, key: string, enumerable: boolean, make: () => unknown): void {
  const settle = (value: unknown) =>
    Object.defineProperty(target, key, { configurable: true, enumerable, writable: true, value })
  // Written like this so that they have accessors' names.
  const accessors = {
    get [key]() {
      const value = make()
      settle(value)
      return value
    },
    set [key](value: unknown) {
      settle(value)
    },
  }
  Object.defineProperty(target, key, { ...Object.getOwnPropertyDescriptor(accessors, key), enumerable })
}
