/** Node's module resolution on in-memory files, for `import` (URLs, full specifiers) and for `require` (extensions, index files). */

import type { ModuleFiles } from './module-files.ts'
import { addHint, type CodedError, nodeError } from './node-errors.ts'
import { type PackageTarget, resolvePackageExports, resolvePackageImports } from './package-exports.ts'
import { type PackageJson, PackageReader } from './package-json.ts'
import { absolute, dotted, inPackage, isPathLike, isRelative, splitPackageSpecifier } from './specifiers.ts'
import type { BuiltinModules, ModuleFormat, RealmGlobals } from './types.ts'
import {
  directoryOf,
  extensionOf,
  fileUrl,
  isFileUrl,
  joinPath,
  nodeModulesPaths,
  parseUrl,
  pathOfUrl,
  relativePath,
} from './urls.ts'

/** `specifier` is the builtin's canonical name: `node:net`, `ackademy/lab`. */
export type Resolution = { readonly builtin: string } | { readonly url: string; readonly path: string }

/** How the loader treats a file. */
export type FileFormat = ModuleFormat | 'json' | 'detect'

type Kind = 'import' | 'require'

const CONDITIONS: Record<Kind, ReadonlySet<string>> = {
  import: new Set(['node', 'import', 'module-sync', 'node-addons']),
  require: new Set(['node', 'require', 'module-sync', 'node-addons']),
}

const EXTENSIONS = ['.js', '.json']

export class Resolver {
  readonly #files: ModuleFiles
  readonly #builtins: BuiltinModules
  readonly #globals: RealmGlobals
  readonly packages: PackageReader
  /** Returns the extensions that `require` tries. */
  extensions: () => readonly string[] = () => EXTENSIONS

  constructor(files: ModuleFiles, builtins: BuiltinModules, globals: RealmGlobals) {
    this.#files = files
    this.#builtins = builtins
    this.#globals = globals
    this.packages = new PackageReader(files, globals)
  }

  isFile(path: string): boolean {
    return this.#files.isFile(path)
  }

  isDirectory(path: string): boolean {
    return this.#files.isDirectory(path)
  }

  /** Returns the format by extension and package; `detect` leaves it to the text. Throws ERR_UNKNOWN_FILE_EXTENSION. */
  formatForImport(path: string): FileFormat {
    const format = this.formatForRequire(path)
    const extension = extensionOf(path)
    if (/^(?:\.[mc]?[jt]s|\.json|)$/.test(extension)) return format
    throw nodeError(this.#globals, 'ERR_UNKNOWN_FILE_EXTENSION', extension, path)
  }

  /** The same for `require`, which treats an unknown extension as `.js`. */
  formatForRequire(path: string): FileFormat {
    const extension = extensionOf(path)
    if (extension === '.json') return 'json'
    if (extension === '.mjs' || extension === '.mts') return 'module'
    if (extension === '.cjs' || extension === '.cts') return 'commonjs'
    return this.packages.scopeOf(path)?.type ?? 'detect'
  }

  /** Resolves `import specifier` in the module `parentUrl`. Throws Node's errors. */
  resolveImport(specifier: string, parentUrl: string): Resolution {
    try {
      const resolution = this.#importTarget(specifier, parentUrl)
      return 'builtin' in resolution ? resolution : this.#existing(resolution, parentUrl)
    } catch (error) {
      this.#hintAtFile(error as CodedError, specifier, parentUrl)
      throw error
    }
  }

  /** Like `resolveImport`, but does not check whether the file exists (`import.meta.resolve`). */
  resolveUrl(specifier: string, parentUrl: string): string {
    const resolution = this.#importTarget(specifier, parentUrl)
    return 'builtin' in resolution ? resolution.builtin : resolution.url
  }

  isBuiltin(specifier: string): boolean {
    return this.#builtins.has(specifier)
  }

  /** Returns a builtin module's canonical name; null if it isn't one. Throws ERR_UNKNOWN_BUILTIN_MODULE. */
  builtin(specifier: string): { readonly builtin: string } | null {
    if (specifier.startsWith('node:')) {
      if (this.isBuiltin(specifier)) return { builtin: specifier }
      throw nodeError(this.#globals, 'ERR_UNKNOWN_BUILTIN_MODULE', specifier)
    }
    if (!this.isBuiltin(specifier)) return null
    return { builtin: this.isBuiltin(`node:${specifier}`) ? `node:${specifier}` : specifier }
  }

  #importTarget(specifier: string, parentUrl: string): Resolution {
    if (isPathLike(specifier)) return fileResolution(parseUrl(specifier, parentUrl)!.href)
    const builtin = this.builtin(specifier)
    if (builtin) return builtin
    const from = pathOfUrl(parentUrl)
    if (specifier.startsWith('#')) return this.#packageImport(specifier, from, 'import')
    const url = parseUrl(specifier)
    if (url?.protocol === 'file:') return fileResolution(url.href)
    if (url?.protocol === 'data:')
      throw new this.#globals.Error('Modules of data: URLs are not supported yet: use a file')
    if (url) throw nodeError(this.#globals, 'ERR_UNSUPPORTED_ESM_URL_SCHEME', url.protocol)
    return this.#package(specifier, from, 'import')
  }

  #existing(resolution: { url: string; path: string }, parentUrl: string): Resolution {
    const { path, url } = resolution
    const from = pathOfUrl(parentUrl)
    if (/%2f|%5c/i.test(url)) {
      const reason = 'must not include encoded "/" or "\\" characters'
      throw nodeError(this.#globals, 'ERR_INVALID_MODULE_SPECIFIER', parseUrl(url)!.pathname, reason, from)
    }
    if (this.isFile(path)) return this.#real(resolution)
    const code = this.isDirectory(path) ? 'ERR_UNSUPPORTED_DIR_IMPORT' : 'ERR_MODULE_NOT_FOUND'
    throw Object.assign(nodeError(this.#globals, code, path, from), { url })
  }

  /** Adds "Did you mean to import …?": the file that `require` would have found, or the one whose extension is missing. */
  #hintAtFile(error: CodedError, specifier: string, parentUrl: string): void {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'ERR_UNSUPPORTED_DIR_IMPORT') return
    const from = pathOfUrl(parentUrl)
    const request = isFileUrl(specifier) ? pathOfUrl(specifier) : specifier
    const found = this.#findForRequire(request, from) ?? this.#findTypeScript(request, from)
    if (!found) return
    const suggestion = isRelative(request) ? dotted(relativePath(directoryOf(from), found)) : inPackage(request, found)
    if (suggestion !== specifier) addHint(error, `Did you mean to import ${JSON.stringify(suggestion)}?`)
  }

  /** Finds a `.ts` file for the hint, also where `./a.js` was written for `a.ts`; Node's `require` doesn't search for `.ts`. */
  #findTypeScript(request: string, from: string): string | null {
    if (!isPathLike(request)) return null
    const path = absolute(request, from)
    const guesses = [
      `${path}.ts`,
      path.replace(/\.([mc]?)js$/, '.$1ts'),
      `${path}.mts`,
      `${path}.cts`,
      `${path}/index.ts`,
    ]
    return guesses.find((guess) => this.isFile(guess)) ?? null
  }

  #findForRequire(request: string, from: string): string | null {
    try {
      const found = this.#requireTarget(request, from)
      return found && 'path' in found ? found.path : null
    } catch {
      return null
    }
  }

  /**
   * Resolves `require(request)` in the file `from`; null if nothing is found (the caller knows the require stack). `directories`: replace those of
   * `from` in the search for packages, and as the base of a relative path.
   */
  resolveRequire(request: string, from: string, directories?: readonly string[]): Resolution | null {
    return this.#requireTarget(request, from, directories)
  }

  #requireTarget(request: string, from: string, directories?: readonly string[]): Resolution | null {
    if (isPathLike(request)) {
      const bases = directories && isRelative(request) ? directories.map((directory) => `${directory}/file`) : [from]
      const onlyDirectory = /\/\.{0,2}$|^\.\.?$/.test(request)
      for (const base of bases) {
        const found = this.#fileOrDirectory(absolute(request, base), onlyDirectory)
        if (found) return found
      }
      return null
    }
    const builtin = this.builtin(request)
    if (builtin) return builtin
    if (request.startsWith('#')) return this.#requireMapped(this.#packageImport(request, from, 'require'))
    return this.#packageOrNull(request, from, 'require', directories)
  }

  #requireMapped(resolution: Resolution): Resolution | null {
    return 'path' in resolution && !this.isFile(resolution.path)
      ? null
      : 'path' in resolution
        ? this.#real(resolution)
        : resolution
  }

  #fileOrDirectory(path: string, onlyDirectory: boolean): Resolution | null {
    const found = (onlyDirectory ? null : this.#withExtension(path)) ?? this.#mainOf(path)
    return found ? fileResolution(fileUrl(this.#files.realPath(found))) : null
  }

  #withExtension(path: string): string | null {
    const candidates = [path, ...this.extensions().map((extension) => path + extension)]
    return candidates.find((candidate) => this.isFile(candidate)) ?? null
  }

  /** Returns the resolution with the real path, which identifies a module; keeps a URL's query and fragment. */
  #real({ url, path }: { url: string; path: string }): Resolution {
    const real = this.#files.realPath(path)
    return real === path ? { url, path } : { url: `${fileUrl(real)}${/[?#].*$/.exec(url)?.[0] ?? ''}`, path: real }
  }

  /** Returns the main file of a directory: package.json's `main`, else index.js or index.json. */
  #mainOf(directory: string): string | null {
    const main = this.packages.read(directory)?.main
    const base = main ? joinPath(directory, main) : null
    const index = (folder: string) => {
      const candidates = this.extensions().map((extension) => joinPath(folder, `index${extension}`))
      return candidates.find((candidate) => this.isFile(candidate)) ?? null
    }
    return (base && (this.#withExtension(base) ?? index(base))) ?? index(directory)
  }

  #packageImport(specifier: string, from: string, kind: Kind): Resolution {
    const scope = this.packages.scopeOf(from)
    if (specifier === '#' || specifier.endsWith('/')) {
      const reason = 'is not a valid internal imports specifier name'
      throw nodeError(this.#globals, 'ERR_INVALID_MODULE_SPECIFIER', specifier, reason, from)
    }
    const target = scope && resolvePackageImports(specifier, this.#request(scope, from, kind))
    if (!target) {
      throw nodeError(this.#globals, 'ERR_PACKAGE_IMPORT_NOT_DEFINED', specifier, scope && `${scope.directory}/`, from)
    }
    if ('path' in target) return fileResolution(fileUrl(target.path))
    return this.builtin(target.specifier) ?? this.#package(target.specifier, `${scope!.directory}/package.json`, kind)
  }

  #package(specifier: string, from: string, kind: Kind): Resolution {
    const found = this.#packageOrNull(specifier, from, kind)
    if (found) return found
    const { name } = splitPackageSpecifier(specifier)
    throw nodeError(this.#globals, 'ERR_MODULE_NOT_FOUND', name, from, 'package')
  }

  #packageOrNull(
    specifier: string,
    from: string,
    kind: Kind,
    directories: readonly string[] = nodeModulesPaths(directoryOf(from)),
  ): Resolution | null {
    const { name, subpath } = splitPackageSpecifier(specifier)
    if (!/^(?:@[^/@%\\]+\/)?[^.@/%\\][^/%\\]*$/.test(name)) {
      if (kind === 'require') return null
      throw nodeError(this.#globals, 'ERR_INVALID_MODULE_SPECIFIER', specifier, 'is not a valid package name', from)
    }
    const own = this.packages.scopeOf(from)
    if (own?.name === name && own.exports !== null) return this.#exported(subpath, own, from, kind)
    for (const directory of directories) {
      const found = this.#inNodeModules(joinPath(directory, name), subpath, from, kind)
      if (found) return found
    }
    return null
  }

  #inNodeModules(directory: string, subpath: string, from: string, kind: Kind): Resolution | null {
    const described = this.packages.read(directory)
    if (described && described.exports !== null) return this.#exported(subpath, described, from, kind)
    if (kind === 'require') return this.#fileOrDirectory(joinPath(directory, subpath), false)
    if (!this.isDirectory(directory)) return null
    if (subpath !== '.') return fileResolution(fileUrl(joinPath(directory, subpath)))
    const main = this.#mainOf(directory)
    if (main) return fileResolution(fileUrl(main))
    throw nodeError(this.#globals, 'ERR_MODULE_NOT_FOUND', directory, from, 'package')
  }

  #exported(subpath: string, described: PackageJson, from: string, kind: Kind): Resolution {
    const target: PackageTarget = resolvePackageExports(subpath, {
      ...this.#request(described, from, kind),
      ...(kind === 'require' && { from: null }),
    })
    return 'path' in target ? fileResolution(fileUrl(target.path)) : this.#package(target.specifier, from, kind)
  }

  #request(described: PackageJson, from: string, kind: Kind) {
    return { globals: this.#globals, package: described, conditions: CONDITIONS[kind], from }
  }
}

function fileResolution(url: string): { url: string; path: string } {
  return { url, path: pathOfUrl(url) }
}
