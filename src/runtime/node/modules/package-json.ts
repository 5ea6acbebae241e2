/** Finding and reading the package.json files among a program's files. */
import type { ModuleFiles } from './module-files.ts'
import { nodeError } from './node-errors.ts'
import type { ModuleFormat, RealmGlobals } from './types.ts'
import { directoriesUpFrom } from './urls.ts'

export interface PackageJson {
  /** Directory of the package, without a slash at the end. */
  readonly directory: string
  readonly name: string | null
  readonly main: string | null
  readonly type: ModuleFormat | null
  readonly exports: unknown
  readonly imports: Readonly<Record<string, unknown>> | null
}

export class PackageReader {
  readonly #files: ModuleFiles
  readonly #globals: RealmGlobals
  /** Results, also for missing files: Node doesn't read one again in a process. */
  readonly #read = new Map<string, PackageJson | null>()

  constructor(files: ModuleFiles, globals: RealmGlobals) {
    this.#files = files
    this.#globals = globals
  }

  /** Returns the package of a directory; null without a package.json. Throws ERR_INVALID_PACKAGE_CONFIG. */
  read(directory: string): PackageJson | null {
    const path = `${directory === '/' ? '' : directory}/package.json`
    const known = this.#read.get(path)
    if (known !== undefined) return known
    const text = this.#files.read(path)
    const found = text === undefined ? null : this.#parse(path, text, directory)
    this.#read.set(path, found)
    return found
  }

  /** Returns the package that a file belongs to: the nearest package.json upwards, but not past a node_modules folder. */
  scopeOf(path: string): PackageJson | null {
    for (const directory of directoriesUpFrom(path)) {
      if (directory.endsWith('/node_modules')) return null
      const found = this.read(directory)
      if (found) return found
    }
    return null
  }

  #parse(path: string, text: string, directory: string): PackageJson {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      throw nodeError(this.#globals, 'ERR_INVALID_PACKAGE_CONFIG', path, null, (error as Error).message)
    }
    // Missing fields must not be found on Object.prototype.
    const fields: Record<string, unknown> = Object.assign(Object.create(null), value)
    const { name, main, type, exports, imports } = fields
    return {
      directory,
      name: typeof name === 'string' ? name : null,
      main: typeof main === 'string' ? main : null,
      type: type === 'module' || type === 'commonjs' ? type : null,
      exports: exports ?? null,
      imports: typeof imports === 'object' && imports !== null ? (imports as Record<string, unknown>) : null,
    }
  }
}
