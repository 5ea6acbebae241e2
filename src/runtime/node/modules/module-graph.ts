/** The registry of a loader: finds, compiles and caches modules, and loads all their requests. */
import type { ModuleFiles } from './module-files.ts'
import { type ModuleRecord, SourceModule, SyntheticModule } from './module-record.ts'
import { nodeError } from './node-errors.ts'
import { NODE_FRAME } from './node-frames.ts'
import type { Resolution, Resolver } from './resolver.ts'
import type { CompiledModule, CompileError, CompileInput, ModuleFormat, Position, RealmGlobals } from './types.ts'

/** Loader functions that the graph needs. */
export interface GraphHost {
  readonly globals: RealmGlobals
  readonly files: ModuleFiles
  readonly resolver: Resolver
  compile(input: CompileInput): CompiledModule | CompileError
  loadBuiltin(specifier: string): unknown
  /** Export names and values of a CommonJS file that a module imports. */
  commonJsExportNames(path: string): string[]
  runCommonJs(path: string): unknown
}

type Attributes = Readonly<Record<string, string>>

export class ModuleGraph {
  readonly #host: GraphHost
  readonly #records = new Map<string, ModuleRecord>()
  readonly #failures = new Map<string, { readonly error: unknown }>()
  readonly #compiled = new Map<string, CompiledModule>()

  constructor(host: GraphHost) {
    this.#host = host
  }

  /** Returns the requested module with all its dependencies, ready to be linked. Throws Node's errors. */
  load(resolution: Resolution, attributes: Attributes): ModuleRecord {
    const record = this.#record(resolution, attributes)
    if (record.kind === 'source') this.#loadRequested(record)
    // Within a cycle, a module found before may have failed.
    for (const { loadFailure } of reachableModules(record)) if (loadFailure) throw loadFailure.error
    return record
  }

  get records(): Iterable<ModuleRecord> {
    return this.#records.values()
  }

  #loadRequested(module: SourceModule): void {
    if (module.loadFailure) throw module.loadFailure.error
    if (module.status !== 'new') return
    module.status = 'loaded'
    try {
      const { resolver } = this.#host
      const { requests } = module.compiled
      const resolutions = requests.map((request) => resolver.resolveImport(request.specifier, module.url))
      module.requested = resolutions.map((resolution, index) => this.#record(resolution, requests[index]!.attributes))
      for (const required of module.requested) if (required.kind === 'source') this.#loadRequested(required)
    } catch (error) {
      module.loadFailure = { error }
      throw error
    }
  }

  #record(resolution: Resolution, attributes: Attributes): ModuleRecord {
    const url = 'builtin' in resolution ? resolution.builtin : resolution.url
    if ('path' in resolution) this.#checkAttributes(url, resolution.path, attributes)
    const key = `${url}\0${attributes.type ?? ''}`
    const known = this.#records.get(key)
    if (known) return known
    const failure = this.#failures.get(key)
    if (failure) throw failure.error
    try {
      const record = 'builtin' in resolution ? this.#builtin(url) : this.#file(url, resolution.path)
      this.#records.set(key, record)
      return record
    } catch (error) {
      this.#failures.set(key, { error })
      throw error
    }
  }

  #builtin(specifier: string): SyntheticModule {
    const exports = this.#host.loadBuiltin(specifier)
    const isObject = (typeof exports === 'object' && exports !== null) || typeof exports === 'function'
    const names = isObject ? Object.keys(exports).filter((name) => name !== 'default') : []
    return new SyntheticModule('builtin', specifier, ['default', ...names], () => {
      const values: Record<string, unknown> = Object.create(null)
      for (const name of names) exportValue(values, exports as Record<string, unknown>, name)
      values.default = exports
      return values
    })
  }

  #file(url: string, path: string): ModuleRecord {
    const format = this.#host.resolver.formatForImport(path)
    if (format === 'json') return this.#json(url, path)
    const compiled = this.compile(path, format === 'detect' ? undefined : format)
    return compiled.format === 'module' ? new SourceModule(url, compiled) : this.#commonJs(url, path)
  }

  /** `import data from './data.json' with { type: 'json' }`: the attribute is required for JSON, and an error for anything else. */
  #checkAttributes(url: string, path: string, attributes: Attributes): void {
    const needed = this.#host.resolver.formatForImport(path) === 'json' ? 'json' : null
    const { globals } = this.#host
    for (const [key, value] of Object.entries(attributes)) {
      if (key !== 'type' || value !== 'json')
        throw nodeError(globals, 'ERR_IMPORT_ATTRIBUTE_UNSUPPORTED', key, value, url)
    }
    if (needed && attributes.type === undefined)
      throw nodeError(globals, 'ERR_IMPORT_ATTRIBUTE_MISSING', url, 'type', needed)
    if (!needed && attributes.type !== undefined) {
      throw nodeError(globals, 'ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE', url, attributes.type)
    }
  }

  #json(url: string, path: string): SyntheticModule {
    const value = parseJson(this.#host.globals, this.text(path), path)
    return new SyntheticModule('json', url, ['default'], () => ({ default: value }))
  }

  #commonJs(url: string, path: string): SyntheticModule {
    const names = this.#host.commonJsExportNames(path).filter((name) => name !== 'default' && name !== 'module.exports')
    return new SyntheticModule('commonjs', url, ['default', ...names, 'module.exports'], () => {
      const exports = this.#host.runCommonJs(path)
      const values: Record<string, unknown> = Object.create(null)
      for (const name of names) values[name] = (exports as Record<string, unknown> | null | undefined)?.[name]
      values.default = exports
      values['module.exports'] = exports
      return values
    })
  }

  /** Returns a file's text. */
  text(path: string): string {
    const text = this.#host.files.read(path)
    if (text !== undefined) return text
    const error = new this.#host.globals.Error(`EACCES: permission denied, open '${path}'`)
    throw Object.assign(error, { errno: -13, code: 'EACCES', syscall: 'open', path })
  }

  /** Compiles a file, or a text in its place. Throws the realm's SyntaxError with Node's excerpt as its stack. */
  compile(path: string, format: ModuleFormat | undefined, source = this.text(path)): CompiledModule {
    const known = this.#compiled.get(path)
    if (known && known.source === source) return known
    const compiled = this.#host.compile({ source, filename: path, ...(format && { format }) })
    if (compiled.ok) {
      this.#compiled.set(path, compiled)
      return compiled
    }
    const error = new this.#host.globals.SyntaxError(compiled.message)
    error.stack = `${compiled.text}\n${NODE_FRAME[compiled.format]}`
    throw error
  }
}

/** Returns the pending await of a module that only waits for itself; null if all have ended. */
export function unsettledAwait(modules: Iterable<ModuleRecord>): { module: SourceModule; position: Position } | null {
  for (const module of modules) {
    if (module.kind !== 'source' || module.status !== 'evaluating-async' || module.pendingAsyncDependencies > 0)
      continue
    // A `for await` has no argument to record: the first await is the best answer.
    const position = module.compiled.topLevelAwaits[module.awaiting() ?? 0]
    if (position) return { module, position }
  }
  return null
}

/** Returns a module and the source modules that it needs, in the order of the requests. */
export function reachableModules(root: ModuleRecord): SourceModule[] {
  const found = new Set<SourceModule>()
  const visit = (module: ModuleRecord): void => {
    if (module.kind !== 'source' || found.has(module)) return
    found.add(module)
    module.requested.forEach(visit)
  }
  visit(root)
  return [...found]
}

/** Parses JSON in the realm; an error names the file. */
export function parseJson(globals: RealmGlobals, text: string, path: string): unknown {
  try {
    return globals.JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const failure = error as Error
    const { message } = failure
    failure.message = `${path}: ${message}`
    failure.stack = `SyntaxError: ${failure.message}\n${NODE_FRAME.json}`
    throw failure
  }
}

/**
 * Copies an export. One with a getter in the library is loaded on first use: otherwise `http.WebSocket` would load fetch, crypto and zlib with
 * every import of `http`.
 */
function exportValue(values: Record<string, unknown>, exports: Record<string, unknown>, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(exports, name)
  if (descriptor?.get === undefined || descriptor.set !== undefined) values[name] = exports[name]
  else Object.defineProperty(values, name, { get: () => exports[name], enumerable: true })
}
