import type { LibraryDataParts, NodeLibraryData } from '../library/index.ts'

/** Marks an object that has no prototype in the binary. */
export const NULL_PROTOTYPE = '__proto__null'

// Captured before a program can change them.
const { parse } = JSON
const { defineProperty, keys, setPrototypeOf, values } = Object

/** Returns the library's data as objects of this realm, each part made on first use. */
export function readLibraryData({ bindings, builtinIds, config, ...parts }: LibraryDataParts): NodeLibraryData {
  const rest = { builtinIds: [...builtinIds], config, bindings: madeLazily(bindings) }
  return Object.assign(madeLazily(parts), rest) as NodeLibraryData
}

function madeLazily(parts: Record<string, string | (() => object)>): object {
  const made = {}
  for (const name of keys(parts)) {
    const get = () => {
      const part = parts[name]!
      const value = typeof part === 'string' ? withoutPrototypes(parse(part)) : part()
      defineProperty(made, name, { value })
      return value
    }
    defineProperty(made, name, { get, configurable: true })
  }
  return made
}

/** Removes marked prototypes in place. A reviver would be called for every number too and take three times as long, in every process. */
function withoutPrototypes<T extends object>(value: T & { [NULL_PROTOTYPE]?: boolean }): T {
  if (value[NULL_PROTOTYPE] === true) {
    delete value[NULL_PROTOTYPE]
    setPrototypeOf(value, null)
  }
  for (const inner of values(value)) if (inner !== null && typeof inner === 'object') withoutPrototypes(inner)
  return value
}
