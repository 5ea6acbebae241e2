/** The loader of one realm: ES modules and CommonJS over one set of files, each module run once. */
import { CommonJsLoader } from './commonjs-loader.ts'
import { Evaluator } from './evaluator.ts'
import { JOBS_AFTER_RUNNING, jobs, jobsBeforeRunning } from './import-jobs.ts'
import { Linker } from './linker.ts'
import type { ModuleClass, RequireFunction } from './module-class.ts'
import { ModuleGraph, reachableModules, unsettledAwait } from './module-graph.ts'
import type { ModuleRecord, SourceModule } from './module-record.ts'
import { createNamespace, isModuleNamespace } from './namespace.ts'
import { nodeError } from './node-errors.ts'
import { lineOf } from './position-map.ts'
import type { ModuleNamespace } from './process-services.ts'
import { createRequireNamespace } from './require-namespace.ts'
import { Resolver } from './resolver.ts'
import { excerpt } from './source-excerpt.ts'
import { StackMapper } from './stack-mapper.ts'
import type { ErrorOrigin, FunctionSource, ModuleLoader, ModuleLoaderOptions, Position, RealmGlobals } from './types.ts'
import { directoryOf, fileUrl, isFileUrl, pathOfUrl } from './urls.ts'

/** Options of a loader without a compiler: a realm's own copy leaves compiling to the platform. */
export type BareLoaderOptions = ModuleLoaderOptions & Required<Pick<ModuleLoaderOptions, 'compile'>>

/** Creates a loader; nothing is read or run before the first import. */
export function createBareModuleLoader(options: BareLoaderOptions): ModuleLoader {
  return new Loader(options)
}

class Loader implements ModuleLoader {
  readonly #options: BareLoaderOptions
  readonly #globals: RealmGlobals
  readonly #resolver: Resolver
  readonly #graph: ModuleGraph
  readonly #linker: Linker
  readonly #evaluator: Evaluator
  readonly #commonJs: CommonJsLoader
  readonly #stacks = new StackMapper()
  readonly #builtins = new Map<string, unknown>()
  #mainUrl: string | null = null

  constructor(options: BareLoaderOptions) {
    const globals = options.globals ?? (globalThis as unknown as RealmGlobals)
    const { files } = options
    this.#options = options
    this.#globals = pickGlobals(globals)
    const resolver = new Resolver(files, options.builtins, this.#globals)
    this.#resolver = resolver
    const shared = {
      globals: this.#globals,
      services: options.services ?? {},
      files,
      resolver,
      compileFunction: (source: FunctionSource, file: string) => this.#compileFunction(source, file),
      loadBuiltin: (specifier: string) => this.#loadBuiltin(specifier),
    }
    this.#graph = new ModuleGraph({
      ...shared,
      compile: options.compile,
      commonJsExportNames: (path) => this.#commonJs.exportNames(path),
      runCommonJs: (path) => this.#commonJs.run(path),
    })
    this.#commonJs = new CommonJsLoader({
      ...shared,
      graph: this.#graph,
      dynamicImport: (from) => this.#dynamicImport(fileUrl(from)),
      requireEsModule: (path, from) => this.#requireEsModule(path, from),
    })
    this.#linker = new Linker({
      ...shared,
      dynamicImport: (module) => this.#dynamicImport(module.url),
      importMeta: (module) => this.#importMeta(module),
    })
    this.#evaluator = new Evaluator(this.#globals, (module) => this.#linker.settle(module))
  }

  runMain(filename: string): Promise<ModuleNamespace> {
    this.#mainUrl = fileUrl(filename)
    return this.#promise(() => this.#runMain(filename))
  }

  enterMain(filename: string): Promise<ModuleNamespace> | null {
    if (!this.#isCommonJs(filename)) return this.runMain(filename)
    this.#mainUrl = fileUrl(filename)
    this.#commonJs.runMain(filename)
    return null
  }

  async #runMain(filename: string): Promise<{ namespace: ModuleNamespace }> {
    if (this.#isCommonJs(filename)) {
      const exports = this.#commonJs.runMain(filename)
      return { namespace: createNamespace(this.#globals, ['default'], () => () => exports) }
    }
    return this.#run(this.#graph.load({ url: fileUrl(filename), path: filename }, {}))
  }

  /** Returns whether an entry is CommonJS. Throws Node's error for a missing file. */
  #isCommonJs(filename: string): boolean {
    if (!this.#resolver.isFile(filename)) {
      throw Object.assign(new this.#globals.Error(`Cannot find module '${filename}'`), {
        code: 'MODULE_NOT_FOUND',
        requireStack: [],
      })
    }
    const format = this.#resolver.formatForRequire(filename)
    if (format !== 'detect') return format !== 'module'
    return this.#graph.compile(filename, undefined).format !== 'module'
  }

  import(specifier: string, from = '/', attributes: Record<string, string> = {}): Promise<ModuleNamespace> {
    return this.#import(specifier, isFileUrl(from) ? from : fileUrl(from), attributes)
  }

  #import(specifier: string, parentUrl: string, attributes: Record<string, string>): Promise<ModuleNamespace> {
    const load = () =>
      this.#promise(async () => {
        // Even a known module is imported in a later job, as in every engine.
        await null
        try {
          const module = this.#graph.load(this.#resolver.resolveImport(specifier, parentUrl), attributes)
          await jobs(jobsBeforeRunning(module))
          return await this.#run(module)
        } finally {
          await jobs(JOBS_AFTER_RUNNING)
        }
      })
    const { traceImport } = this.#options.services ?? {}
    return traceImport ? traceImport({ __proto__: null, parentURL: parentUrl, url: specifier }, load) : load()
  }

  async #run(module: ModuleRecord): Promise<{ namespace: ModuleNamespace }> {
    if (module.kind !== 'source') {
      module.evaluate()
      await null
    } else {
      this.#linker.link(module)
      const entering = reachableModules(module).filter(({ entered, status }) => entered && status === 'linked')
      if (entering.length > 0) await Promise.all(entering.map(({ entered }) => entered))
      await this.#evaluator.evaluate(module)
    }
    return { namespace: this.#linker.namespaceOf(module) }
  }

  /** Returns a promise of the realm. The namespace is wrapped in an object, so that its export `then` is called only once. */
  #promise(start: () => Promise<{ namespace: ModuleNamespace }>): Promise<ModuleNamespace> {
    return new this.#globals.Promise((resolve, reject) => {
      start().then(({ namespace }) => resolve(namespace), reject)
    })
  }

  #dynamicImport(parentUrl: string) {
    return (specifier: unknown, options?: unknown): Promise<ModuleNamespace> => {
      try {
        return this.#import(`${specifier}`, parentUrl, this.#attributesOf(options))
      } catch (error) {
        return this.#globals.Promise.reject(error)
      }
    }
  }

  /** Reads the second argument of `import()` (ECMA-262 13.3.10.2, EvaluateImportCall). */
  #attributesOf(options: unknown): Record<string, string> {
    const globals = this.#globals
    if (options === undefined) return {}
    if (typeof options !== 'object' || options === null)
      throw new globals.TypeError('The second argument of import() must be an object')
    const attributes = (options as { with?: unknown }).with
    if (attributes === undefined) return {}
    if (typeof attributes !== 'object' || attributes === null)
      throw new globals.TypeError("The 'options' argument of import() must be an object")
    const given = Object.entries(attributes)
    if (given.some(([, value]) => typeof value !== 'string'))
      throw new globals.TypeError('Import attribute value must be a string')
    return Object.fromEntries(given) as Record<string, string>
  }

  get Module(): ModuleClass {
    return this.#commonJs.Module
  }

  require(specifier: string, from = '/'): unknown {
    return this.createRequire(from)(specifier)
  }

  createRequire(from: string): RequireFunction {
    return this.#commonJs.createRequire(from)
  }

  resolve(specifier: string, from: string): string {
    return this.#resolver.resolveUrl(specifier, isFileUrl(from) ? from : fileUrl(from))
  }

  #requireEsModule(path: string, from: string | null): unknown {
    const module = this.#graph.load({ url: fileUrl(path), path }, {}) as SourceModule
    const needed = reachableModules(module)
    if (needed.some(({ status }) => status === 'evaluating')) {
      throw nodeError(this.#globals, 'ERR_REQUIRE_CYCLE_MODULE', path, from ?? path)
    }
    if (needed.some(({ compiled }) => compiled.async)) {
      throw nodeError(this.#globals, 'ERR_REQUIRE_ASYNC_MODULE', path, from)
    }
    this.#linker.link(module)
    this.#evaluator.evaluate(module)
    return createRequireNamespace(this.#globals, this.#linker.namespaceOf(module))
  }

  #importMeta(module: SourceModule): object {
    const { filename } = module.compiled
    return Object.assign(Object.create(null), {
      dirname: directoryOf(filename),
      filename,
      main: module.url === this.#mainUrl,
      resolve: (specifier: unknown) => this.#resolver.resolveUrl(`${specifier}`, module.url),
      url: module.url,
    })
  }

  #loadBuiltin(specifier: string): unknown {
    if (!this.#builtins.has(specifier)) this.#builtins.set(specifier, this.#options.builtins.load(specifier))
    return this.#builtins.get(specifier)
  }

  #compileFunction(source: FunctionSource, file: string): (...parameters: unknown[]) => unknown {
    const path = isFileUrl(file) ? pathOfUrl(file) : file
    const firstLineColumns = this.#options.firstLineColumns?.(source.parameters) ?? 0
    const text = source.source ?? this.#options.files.read(path) ?? ''
    this.#stacks.addFile(file, { source, text, firstLineColumns })
    return this.#options.compileFunction(source.code, source.parameters, file) as (...parameters: unknown[]) => unknown
  }

  mapStack(stack: string): string {
    return this.#stacks.mapStack(stack)
  }

  originalPosition(file: string, line: number, column: number): Position | null {
    return this.#stacks.originalPosition(file, line, column)
  }

  errorExcerpt(stack: string, origin: ErrorOrigin = 'uncaughtException'): string | null {
    return this.#stacks.errorExcerpt(stack, origin)
  }

  unsettledTopLevelAwait(): string | null {
    const found = unsettledAwait(this.#graph.records)
    if (!found) return null
    const { line, column } = found.position
    const { stackName, source } = found.module.compiled
    return excerpt(stackName, line, lineOf(source, line), column, 1)
  }

  sourceText(file: string): string | undefined {
    return this.#stacks.textOf(file)
  }

  isModuleNamespace(value: unknown): boolean {
    return isModuleNamespace(value)
  }
}

/** Captures the realm's constructors: a program may replace them later. */
function pickGlobals(realm: RealmGlobals): RealmGlobals {
  const { parse, stringify } = realm.JSON
  return {
    Error: realm.Error,
    SyntaxError: realm.SyntaxError,
    TypeError: realm.TypeError,
    ReferenceError: realm.ReferenceError,
    Promise: realm.Promise,
    Object: realm.Object,
    JSON: { parse, stringify, [Symbol.toStringTag]: 'JSON' } as JSON,
  }
}
