import type { NodeLibraryData } from '../library/index.ts'

/** Marks an object that has no prototype in the binary. */
const NULL_PROTOTYPE = '__proto__null'

/** Parses the library's data, so that its objects are of this realm. */
export function parseLibraryData(text: string): NodeLibraryData {
  return JSON.parse(text, (_, value) => {
    if (value === null || typeof value !== 'object' || value[NULL_PROTOTYPE] !== true) return value
    delete value[NULL_PROTOTYPE]
    return Object.setPrototypeOf(value, null)
  })
}
