import { LANGUAGE } from './language.ts'

/** Saved state of one object of the language. */
interface Kept {
  readonly object: object
  readonly prototype: object | null
  readonly extensible: boolean
  readonly keys: readonly PropertyKey[]
  readonly properties: ReadonlyMap<PropertyKey, PropertyDescriptor>
}

// A program may have replaced any of these by the time they are needed.
const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect
const { getPrototypeOf, isExtensible, ownKeys, setPrototypeOf } = Reflect
const lookUp = Map.prototype.get
const { is } = Object

/**
 * A snapshot of the objects that a worker's processes share (`Array.prototype`, `Promise`, …). Restoring it before the next world undoes what
 * programs did to them, so that every world begins in the same state.
 */
export class LanguageSnapshot {
  readonly #kept: Kept[] = []

  /** Saves these objects, and all that can be reached from them. */
  constructor(roots: readonly unknown[]) {
    const seen = new Set<unknown>()
    const waiting = [...roots]
    while (waiting.length > 0) {
      const value = waiting.pop()
      if (!isObject(value) || seen.has(value)) continue
      seen.add(value)
      const keys = ownKeys(value)
      const properties = new Map(keys.map((key) => [key, descriptorOf(value, key)!]))
      const prototype = getPrototypeOf(value)
      this.#kept.push({ object: value, prototype, extensible: isExtensible(value), keys, properties })
      waiting.push(prototype)
      for (const { value: held, get, set } of properties.values()) waiting.push(held, get, set)
    }
  }

  /** Restores them. False if a program has frozen or sealed an object that it had changed: only a new worker is clean then. */
  restore(): boolean {
    let isWhole = true
    // Uses no iterators or array methods: they are among what is restored.
    for (let i = 0; i < this.#kept.length; i++) if (!restoreOne(this.#kept[i]!)) isWhole = false
    return isWhole
  }
}

function restoreOne({ object, prototype, extensible, keys, properties }: Kept): boolean {
  let isWhole = isExtensible(object) === extensible
  if (getPrototypeOf(object) !== prototype && !setPrototypeOf(object, prototype)) isWhole = false
  const now = ownKeys(object)
  for (let i = 0; i < now.length; i++) {
    const isNew = apply(lookUp, properties, [now[i]]) === undefined
    if (isNew && !deleteProperty(object, now[i]!)) isWhole = false
  }
  for (let i = 0; i < keys.length; i++) {
    const was = apply(lookUp, properties, [keys[i]]) as PropertyDescriptor
    if (!isSame(was, descriptorOf(object, keys[i]!)) && !defineProperty(object, keys[i]!, was)) isWhole = false
  }
  return isWhole
}

/** Returns a descriptor without a prototype, on which a program could have put a `get`. */
function descriptorOf(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = getOwnPropertyDescriptor(object, key)
  if (descriptor) setPrototypeOf(descriptor, null)
  return descriptor
}

function isSame(was: PropertyDescriptor, now: PropertyDescriptor | undefined): boolean {
  if (now === undefined || was.configurable !== now.configurable || was.enumerable !== now.enumerable) return false
  return was.writable === now.writable && is(was.value, now.value) && was.get === now.get && was.set === now.set
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Returns the objects that programs can reach by the language's own names and by its syntax. */
export function languageObjects(scope: object): unknown[] {
  const iterators = [[].values(), new Set().values(), new Map().values(), ''[Symbol.iterator](), ''.matchAll(/./g)]
  const functions = [function* () {}, async () => {}, async function* () {}]
  const named = LANGUAGE.map((name) => (scope as Record<string, unknown>)[name])
  return [
    ...named,
    ...iterators.map((iterator) => getPrototypeOf(iterator)),
    ...functions.map((made) => getPrototypeOf(made)),
  ]
}
