import type { LibraryDataTexts, NodeLibraryData } from '../library/index.ts'

/** Marks an object that has no prototype in the binary. */
const NULL_PROTOTYPE = '__proto__null'

// As they are before a program can change them.
const { parse } = JSON
const { defineProperty, keys, setPrototypeOf, values } = Object

/** The library's data with objects of this realm, each part of which is parsed when something first asks for it. */
export function readLibraryData({ bindings, builtinIds, config, ...parts }: LibraryDataTexts): NodeLibraryData {
  const rest = { builtinIds: [...builtinIds], config, bindings: parsedLazily(bindings) }
  return Object.assign(parsedLazily(parts), rest) as NodeLibraryData
}

function parsedLazily(texts: Record<string, string>): object {
  const parts = {}
  for (const name of keys(texts)) {
    const get = () => {
      const value = withoutPrototypes(parse(texts[name]!))
      defineProperty(parts, name, { value })
      return value
    }
    defineProperty(parts, name, { get, configurable: true })
  }
  return parts
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
