import type { NodeLibrary } from './library.ts'
import { LIBRARY_MODULES } from './module-set.ts'
import { patchedSource } from './patches.ts'

/** Position of a module's source in the bundle's text. */
export interface ModulePlace {
  id: string
  /** 1-based line of the bundle that holds the source's first line. */
  firstLine: number
  lines: number
}

/** The chosen modules as one script, compiled once for all processes. */
export interface LibraryBundle {
  /** A script whose value is an object: module id to function. */
  code: string
  /** In the order of the text, for a binary search by a frame's line in the bundle. */
  places: ModulePlace[]
  /** Length of the sources in it, without the wrappers. */
  sourceLength: number
}

/** Returns BuiltinLoader::LookupAndCompile's parameters: names that a source may use without declaring them. */
function parametersOf(id: string): string {
  if (id.startsWith('internal/per_context/'))
    return 'exports, primordials, privateSymbols, perIsolateSymbols, globalThis'
  if (id === 'internal/bootstrap/realm') return 'process, getLinkedBinding, getInternalBinding, primordials'
  if (id.startsWith('internal/bootstrap/')) return 'process, require, internalBinding, primordials'
  return 'exports, require, module, process, internalBinding, primordials'
}

/**
 * Puts the modules named `ids` (default: all that a process can reach) into one script. Each source has its own lines, byte for
 * byte, so that a line and column of the bundle maps to one of the source.
 */
export function bundleLibrary(library: NodeLibrary, ids: readonly string[] = LIBRARY_MODULES): LibraryBundle {
  const places: ModulePlace[] = []
  let code = '({\n'
  let line = 2
  let sourceLength = 0
  for (const id of ids) {
    const source = patchedSource(library, id)
    if (source === undefined) throw new Error(`Node ${library.version} has no module ${id}`)
    const lines = source.split('\n').length
    places.push({ id, firstLine: line + 1, lines })
    // Compiled on the first call: a process uses about a third of its library's functions.
    code += `${JSON.stringify(id)}: function (${parametersOf(id)}) {\n${source}\n},\n`
    line += lines + 2
    sourceLength += source.length
  }
  return { code: `${code}})`, places, sourceLength }
}
