import type { LibraryDataParts, NodeLibraryData } from '../library/index.ts'

/** Marks an object that has no prototype in the binary. */
export const NULL_PROTOTYPE = '__proto__null'

// As they are before a program can change them.
const { parse } = JSON
const { defineProperty, keys, setPrototypeOf, values } = Object

/** The library's data with objects of this realm, each part of which is made when something first asks for it. */
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

/** In place. A reviver would be called for every number too: three times the time, in every process. */
function withoutPrototypes<T extends object>(value: T & { [NULL_PROTOTYPE]?: boolean }): T {
  if (value[NULL_PROTOTYPE] === true) {
    delete value[NULL_PROTOTYPE]
    setPrototypeOf(value, null)
  }
  for (const inner of values(value)) if (inner !== null && typeof inner === 'object') withoutPrototypes(inner)
  return value
}
