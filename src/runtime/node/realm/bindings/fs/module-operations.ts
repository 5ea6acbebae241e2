import type { Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'

const TYPE = 0o170000
const DIRECTORY = 0o040000

/** File operations for Node's own loader and parts of the library. */
export function moduleOperations({ realm, files }: FsContext): Binding {
  return {
    /** Returns 0 for a file, 1 for a folder, below 0 if it doesn't exist. */
    internalModuleStat(...given: unknown[]) {
      const values = files.statPath(pathText(realm, given.at(-1)), true)
      return typeof values === 'number' ? values : (values[1]! & TYPE) === DIRECTORY ? 1 : 0
    },
    getFormatOfExtensionlessFile: () => 0,
    legacyMainResolve(): never {
      throw new Error("Node's own module loader is not used here")
    },
  }
}
