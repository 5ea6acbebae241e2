/**
 * The library on disk, for code that runs under Node: unpacked by the build, read once per process. And the pinned Node from which it was
 * taken, where npm has installed it.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type NodeLibrary, NodeLibraryError, parseLibrary } from '../index.ts'

const FILE = fileURLToPath(new URL('../../../../../generated/node-library.json', import.meta.url))

export { PINNED_VERSION, pinnedNode, pinnedPackage } from './pinned-node.mjs'

let library: NodeLibrary | null = null

/** Reads the library. Throws `NodeLibraryError`, which says what to do, when the file is missing or of another version. */
export function readLibrary(file = FILE): NodeLibrary {
  library ??= parseLibrary(readText(file))
  return library
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new NodeLibraryError(`Node's library has not been unpacked yet: npm run build (${(error as Error).message})`)
  }
}
