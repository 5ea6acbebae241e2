/** `require`: CommonJS modules with Node's `module` object, cache and errors, and synchronous loading of ES modules. */
import { type ModuleGraph, parseJson } from './module-graph.ts'
import { type CodedError, nodeError } from './node-errors.ts'
import type { Resolution, Resolver } from './resolver.ts'
import type { CompiledCommonJs, FunctionSource, ModuleFormat, RealmGlobals, RequireFunction } from './types.ts'
import { directoriesUpFrom, directoryOf } from './urls.ts'

/** What `require` needs of the loader around it. */
export interface CommonJsHost {
  readonly globals: RealmGlobals
  readonly resolver: Resolver
  readonly graph: ModuleGraph
  compileFunction(source: FunctionSource, file: string): (...parameters: unknown[]) => unknown
  loadBuiltin(specifier: string): unknown
  dynamicImport(from: string): (specifier: unknown, options?: unknown) => Promise<unknown>
  /** `require` of an ES module: its namespace object (or its "module.exports"). */
  requireEsModule(path: string, from: string | null): unknown
}

/** Node's `module` object. */
class Module {
  id: string
  path: string
  exports: unknown
  filename: string
  loaded = false
  children: Module[] = []
  paths: string[]
  require: RequireFunction | undefined;
  [key: string]: unknown

  constructor(filename: string, exports: object) {
    this.id = filename
    this.path = directoryOf(filename)
    this.exports = exports
    this.filename = filename
    this.paths = [...directoriesUpFrom(filename)]
      .filter((directory) => !directory.endsWith('/node_modules'))
      .map((directory) => `${directory === '/' ? '' : directory}/node_modules`)
  }
}

export class CommonJsLoader {
  readonly #host: CommonJsHost
  readonly cache: Record<string, Module> = Object.create(null)
  readonly #parents = new WeakMap<Module, Module>()
  #main: Module | undefined

  constructor(host: CommonJsHost) {
    this.#host = host
  }

  /** Runs a CommonJS file as a program's entry: `require.main`, id ".". */
  runMain(path: string): unknown {
    return this.#load(path, null, true)
  }

  /** `require(path)` from an importing ES module: there is no parent. */
  run(path: string): unknown {
    return this.#load(path, null, false)
  }

  requireFor(from: string): RequireFunction {
    const parent = new Module(from, {})
    return this.#requireFunction(parent)
  }

  #requireFunction(module: Module): RequireFunction {
    const require = (specifier: string) => this.#require(specifier, module)
    const resolve = (specifier: string) => {
      this.#checkSpecifier(specifier)
      const resolution = this.#resolve(specifier, module)
      return 'builtin' in resolution ? specifier : resolution.path
    }
    return Object.assign(require, { resolve, main: this.#main, cache: this.cache })
  }

  #checkSpecifier(specifier: unknown): void {
    const { globals } = this.#host
    if (typeof specifier !== 'string') {
      const received =
        specifier === null || specifier === undefined
          ? String(specifier)
          : `type ${typeof specifier} (${String(specifier)})`
      throw nodeError(globals, 'ERR_INVALID_ARG_TYPE', 'id', 'string', received)
    }
    if (specifier === '') throw nodeError(globals, 'ERR_INVALID_ARG_VALUE', 'id', "''", 'must be a non-empty string')
  }

  #require(specifier: string, parent: Module): unknown {
    this.#checkSpecifier(specifier)
    const resolution = this.#resolve(specifier, parent)
    return 'builtin' in resolution
      ? this.#host.loadBuiltin(resolution.builtin)
      : this.#load(resolution.path, parent, false)
  }

  #resolve(specifier: string, parent: Module): Resolution {
    const resolution = this.#host.resolver.resolveRequire(specifier, parent.filename)
    if (resolution) return resolution
    const requireStack: string[] = []
    for (let module: Module | undefined = parent; module; module = this.#parents.get(module))
      requireStack.push(module.filename)
    const message = `Cannot find module '${specifier}'\nRequire stack:\n- ${requireStack.join('\n- ')}`
    const error = new this.#host.globals.Error(message) as CodedError & { requireStack: string[] }
    error.code = 'MODULE_NOT_FOUND'
    error.requireStack = requireStack
    throw error
  }

  #load(path: string, parent: Module | null, isMain: boolean): unknown {
    const known = this.cache[path]
    if (known) {
      if (parent && !parent.children.includes(known)) parent.children.push(known)
      return known.exports
    }
    const module = new Module(path, new this.#host.globals.Object())
    if (parent) {
      this.#parents.set(module, parent)
      parent.children.push(module)
    }
    if (isMain) {
      this.#main = module
      module.id = '.'
    }
    this.cache[path] = module
    try {
      this.#run(module, parent)
      module.loaded = true
      return module.exports
    } finally {
      // Not caught and thrown again: an exception keeps the place where it was thrown.
      if (!module.loaded) delete this.cache[path]
    }
  }

  #run(module: Module, parent: Module | null): void {
    const { graph, resolver, globals } = this.#host
    const path = module.filename
    const format = resolver.formatForRequire(path)
    if (format === 'json') {
      module.exports = parseJson(globals, graph.text(path), path)
      return
    }
    const compiled = format === 'module' ? null : graph.compile(path, formatOrDetect(format))
    if (compiled?.format === 'commonjs') this.#execute(module, compiled)
    else module.exports = this.#host.requireEsModule(path, parent?.filename ?? null)
  }

  #execute(module: Module, compiled: CompiledCommonJs): void {
    const body = this.#host.compileFunction(compiled, compiled.stackName)
    const require = this.#requireFunction(module)
    module.require = require
    const dynamicImport = this.#host.dynamicImport(module.filename)
    Reflect.apply(body, module.exports, [module.exports, require, module, module.filename, module.path, dynamicImport])
  }

  /** The names that `import { … } from './file.cjs'` can see: the file's own and those of the files it passes on whole. */
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

function formatOrDetect(format: 'commonjs' | 'detect'): ModuleFormat | undefined {
  return format === 'detect' ? undefined : format
}

function builtinKeys(exports: unknown): string[] {
  return typeof exports === 'object' && exports !== null ? Object.keys(exports) : []
}
