/** `require`: CommonJS modules with Node's `module` object, cache and errors, and synchronous loading of ES modules. */
import { CircularExports } from './circular-exports.ts'
import { addChild, makeModuleClass, noteState } from './commonjs-module.ts'
import type { ModuleClass, ModuleObject, RequireFunction, ResolveOptions } from './module-class.ts'
import { type ModuleGraph, parseJson } from './module-graph.ts'
import { nodeError } from './node-errors.ts'
import type { ProcessServices } from './process-services.ts'
import type { Resolver } from './resolver.ts'
import type { CompiledCommonJs, FunctionSource, ModuleFormat, RealmGlobals } from './types.ts'
import { directoryOf, isFileUrl, joinPath, nodeModulesPaths, pathOfUrl } from './urls.ts'

/** Loader functions that `require` needs. */
export interface CommonJsHost {
  readonly globals: RealmGlobals
  readonly services: ProcessServices
  readonly resolver: Resolver
  readonly graph: ModuleGraph
  compileFunction(source: FunctionSource, file: string): (...parameters: unknown[]) => unknown
  loadBuiltin(specifier: string): unknown
  dynamicImport(from: string): (specifier: unknown, options?: unknown) => Promise<unknown>
  /** `require` of an ES module: its namespace object (or its "module.exports"). */
  requireEsModule(path: string, from: string | null): unknown
}

const ENOENT = -2
const OWN_FRAMES = 20
const RELATIVE = /^\.(?:$|[./])/

export class CommonJsLoader {
  readonly #host: CommonJsHost
  readonly #parents = new WeakMap<ModuleObject, ModuleObject | null>()
  readonly #cycles: CircularExports
  readonly Module: ModuleClass
  #main: ModuleObject | undefined

  constructor(host: CommonJsHost) {
    this.#host = host
    this.#cycles = new CircularExports(host.globals, host.services)
    this.Module = makeModuleClass({
      globals: host.globals,
      services: host.services,
      parents: this.#parents,
      require: (id, from) => this.#require(id, from),
      run: (module, filename) => this.#run(module, filename),
      runJson: (module, filename) => {
        module.exports = parseJson(host.globals, host.graph.text(filename), filename)
      },
      compile: (module, content, filename) => this.#compile(module, content, filename),
    })
    Object.assign(this.Module, this.#steps())
    host.resolver.extensions = () => Object.keys(this.Module._extensions)
  }

  /** Returns the loader's steps of `require`. */
  #steps(): Partial<ModuleClass> {
    const { resolver } = this.#host
    return {
      _load: (request, parent, isMain) => this.#load(request, parent, isMain),
      _resolveFilename: (request, parent, _isMain, options) => this.#resolveFilename(request, parent, options),
      _resolveLookupPaths: (request, parent) => this.#lookupPaths(request, parent),
      _findPath(request, paths) {
        const found = resolver.resolveRequire(request, '/', paths)
        return found && 'path' in found ? found.path : false
      },
      _stat: (path) => (resolver.isDirectory(path) ? 1 : resolver.isFile(path) ? 0 : ENOENT),
      createRequire: (from) => this.createRequire(from),
    }
  }

  /** Runs a CommonJS file as a program's entry: `require.main`, id ".". */
  runMain(path: string): unknown {
    return this.#loadFile(path, null, true)
  }

  /** Runs `require(path)` for an importing ES module, without a parent. */
  run(path: string): unknown {
    return this.#loadFile(path, undefined, false)
  }

  /** `module.createRequire` for a path or a file: URL. */
  createRequire(from: unknown): RequireFunction {
    const { globals } = this.#host
    const text = from instanceof Object && 'href' in from ? `${from.href}` : from
    if (typeof text !== 'string' || !(isFileUrl(text) || text.startsWith('/'))) {
      const reason = 'must be a file URL object, file URL string, or absolute path string'
      throw nodeError(globals, 'ERR_INVALID_ARG_VALUE', 'filename', from, reason)
    }
    const path = isFileUrl(text) ? pathOfUrl(text) : text
    const module = new this.Module(path)
    module.filename = path
    module.paths = this.Module._nodeModulePaths(directoryOf(path))
    return this.#requireFunction(module)
  }

  #requireFunction(module: ModuleObject): RequireFunction {
    const { Module } = this
    const check = (request: unknown) => this.#checkRequest(request)
    function require(id: unknown) {
      return module.require(id)
    }
    function resolve(request: string, options?: ResolveOptions) {
      check(request)
      return Module._resolveFilename(request, module, false, options)
    }
    function paths(request: string) {
      check(request)
      return Module._resolveLookupPaths(request, module)
    }
    const { _extensions: extensions, _cache: cache } = Module
    return Object.assign(require, { resolve: Object.assign(resolve, { paths }), main: this.#main, extensions, cache })
  }

  #checkRequest(request: unknown): void {
    if (typeof request !== 'string')
      throw nodeError(this.#host.globals, 'ERR_INVALID_ARG_TYPE', 'request', 'string', request)
  }

  /** `Module.prototype.require`. */
  #require(id: unknown, from: ModuleObject): unknown {
    const { globals, services } = this.#host
    if (typeof id !== 'string') throw nodeError(globals, 'ERR_INVALID_ARG_TYPE', 'id', 'string', id)
    if (id === '') throw nodeError(globals, 'ERR_INVALID_ARG_VALUE', 'id', '', 'must be a non-empty string')
    const load = () => this.Module._load(id, from, false)
    const details = { __proto__: null, parentFilename: from.filename, id }
    return services.traceRequire ? services.traceRequire(details, load) : load()
  }

  #load(request: string, parent?: ModuleObject | null, isMain = false): unknown {
    const { resolver, loadBuiltin } = this.#host
    // A builtin can be replaced in the cache, unless it is named by its scheme.
    if (request.startsWith('node:')) return loadBuiltin(resolver.builtin(request)!.builtin)
    const filename = this.Module._resolveFilename(request, parent, isMain)
    const builtin = this.Module._cache[filename] ? null : resolver.builtin(filename)
    return builtin ? loadBuiltin(builtin.builtin) : this.#loadFile(filename, parent, isMain)
  }

  #lookupPaths(request: string, parent?: ModuleObject | null): string[] | null {
    if (this.#host.resolver.isBuiltin(request)) return null
    if (RELATIVE.test(request)) return [parent?.id && parent.filename ? directoryOf(parent.filename) : '.']
    const paths = [...(parent?.paths ?? []), ...this.Module.globalPaths]
    return paths.length > 0 ? paths : null
  }

  #resolveFilename(request: string, parent?: ModuleObject | null, options?: ResolveOptions): string {
    const { resolver } = this.#host
    if (resolver.isBuiltin(request)) return request
    const paths = options?.paths === undefined ? this.#lookupPaths(request, parent) : this.#given(request, options)
    const from = parent?.filename ?? this.#absolute('[eval]')
    const directories = (paths ?? []).map((path) => this.#absolute(path))
    const found = request.startsWith('node:') ? null : resolver.resolveRequire(request, from, directories)
    if (found) return 'builtin' in found ? found.builtin : found.path
    throw this.#notFound(request, parent)
  }

  #absolute(path: string): string {
    return joinPath(path.startsWith('/') ? '/' : (this.#host.services.cwd?.() ?? '/'), path)
  }

  /** Returns the folders of `require.resolve`'s option `paths`. */
  #given(request: string, { paths }: ResolveOptions): string[] {
    const { globals } = this.#host
    if (!Array.isArray(paths)) throw nodeError(globals, 'ERR_INVALID_ARG_VALUE', 'options.paths', paths, 'is invalid')
    for (const path of paths)
      if (typeof path !== 'string') throw nodeError(globals, 'ERR_INVALID_ARG_TYPE', 'path', 'string', path)
    const directories = paths.map((path: string) => this.#absolute(path))
    if (RELATIVE.test(request)) return directories
    return [...new Set([...directories.flatMap(nodeModulesPaths), ...this.Module.globalPaths])]
  }

  #notFound(request: string, parent?: ModuleObject | null): Error {
    const requireStack: string[] = []
    for (let module = parent; module; module = this.#parents.get(module))
      requireStack.push(module.filename ?? module.id)
    const stack = requireStack.length > 0 ? `\nRequire stack:\n- ${requireStack.join('\n- ')}` : ''
    const { Error: RealmError } = this.#host.globals
    const { stackTraceLimit } = RealmError
    // The loader's own frames are above the program's, and only those of the program are shown.
    if (typeof stackTraceLimit === 'number') Reflect.set(RealmError, 'stackTraceLimit', stackTraceLimit + OWN_FRAMES)
    const error = new RealmError(`Cannot find module '${request}'${stack}`)
    Reflect.set(RealmError, 'stackTraceLimit', stackTraceLimit)
    return Object.assign(error, { code: 'MODULE_NOT_FOUND', requireStack })
  }

  #loadFile(path: string, parent: ModuleObject | null | undefined, isMain: boolean): unknown {
    const { _cache: cache } = this.Module
    const known = cache[path]
    if (known) {
      addChild(parent, known)
      return known.loaded ? known.exports : this.#cycles.unfinished(known)
    }
    const module = new this.Module(path, parent)
    if (isMain) {
      this.#main = module
      module.id = '.'
      this.#host.services.enterMain?.(module)
    }
    cache[path] = module
    try {
      module.load(path)
      this.#cycles.finished(module)
      return module.exports
    } finally {
      // Not caught and rethrown, so that an exception keeps the place where it was thrown.
      if (!module.loaded) {
        delete cache[path]
        if (parent?.children) parent.children = parent.children.filter((child) => child !== module)
      }
    }
  }

  #run(module: ModuleObject, path: string): void {
    const { graph, resolver } = this.#host
    const format = resolver.formatForRequire(path)
    const compiled = format === 'module' ? null : graph.compile(path, formatOrDetect(format))
    if (compiled?.format === 'commonjs') {
      const ended = noteState(module, module === this.#main)
      this.#execute(module, compiled)
      ended()
    } else module.exports = this.#host.requireEsModule(path, this.#parents.get(module)?.filename ?? null)
  }

  #compile(module: ModuleObject, content: string, filename: string): unknown {
    const compiled = this.#host.graph.compile(filename, 'commonjs', content)
    return this.#execute(module, compiled as CompiledCommonJs)
  }

  #execute(module: ModuleObject, compiled: CompiledCommonJs): unknown {
    const { filename } = compiled
    const body = this.#host.compileFunction(compiled, compiled.stackName)
    const dynamicImport = this.#host.dynamicImport(filename)
    const parameters = [
      module.exports,
      this.#requireFunction(module),
      module,
      filename,
      directoryOf(filename),
      dynamicImport,
    ]
    return Reflect.apply(body, module.exports, parameters)
  }

  /** Returns the names that `import { … } from './file.cjs'` can see: the file's own and those of files that it re-exports whole. */
  exportNames(path: string, visited = new Set<string>()): string[] {
    if (visited.has(path)) return []
    visited.add(path)
    const { graph, resolver } = this.#host
    const format = resolver.formatForRequire(path)
    if (format === 'json' || format === 'module') return []
    const compiled = graph.compile(path, formatOrDetect(format))
    if (compiled.format !== 'commonjs') return []
    const passedOn = compiled.reexports.flatMap((specifier) => {
      const resolution = resolver.resolveRequire(specifier, path)
      if (!resolution) return []
      return 'path' in resolution
        ? this.exportNames(resolution.path, visited)
        : builtinKeys(this.#host.loadBuiltin(resolution.builtin))
    })
    return [...new Set([...compiled.exportNames, ...passedOn])]
  }
}

/** Detects the format of JSON files that are run as code. */
function formatOrDetect(format: 'commonjs' | 'detect' | 'json'): ModuleFormat | undefined {
  return format === 'commonjs' ? format : undefined
}

function builtinKeys(exports: unknown): string[] {
  return typeof exports === 'object' && exports !== null ? Object.keys(exports) : []
}
