/**
 * The library on disk, for code that runs under Node. Made by `scripts/extract-node-library.ts`; read once per process.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type NodeLibrary, NodeLibraryError, parseLibrary } from '../index.ts'

const FILE = fileURLToPath(new URL('../../../../../generated/node-library.json', import.meta.url))

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
    throw new NodeLibraryError(`Node's library has not been extracted yet: npm run build (${(error as Error).message})`)
  }
}
