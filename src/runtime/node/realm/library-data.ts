import type { NodeLibraryData } from '../library/index.ts'

/** Marks an object that has no prototype in the binary. */
const NULL_PROTOTYPE = '__proto__null'

/** Parses the library's data, so that its objects are of this realm. */
export function parseLibraryData(text: string): NodeLibraryData {
  return withoutPrototypes(JSON.parse(text))
}

/** In place. A reviver would be called for every number too: three times the time, in every process. */
function withoutPrototypes<T extends object>(value: T & { [NULL_PROTOTYPE]?: boolean }): T {
  if (value[NULL_PROTOTYPE] === true) {
    delete value[NULL_PROTOTYPE]
    Object.setPrototypeOf(value, null)
  }
  for (const inner of Object.values(value)) if (inner !== null && typeof inner === 'object') withoutPrototypes(inner)
  return value
}
