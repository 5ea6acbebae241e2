export interface ModuleObject {
  id: string
  path: string
  exports: unknown
  filename: string | null
  loaded: boolean
  children: ModuleObject[]
  paths?: string[]
  /** Null for the program itself, undefined if an ES module required it. */
  parent?: ModuleObject | null | undefined
  require(id: unknown): unknown
  load(filename: string): void
  _compile(content: string, filename: string): unknown
}

export type ModuleExtension = (module: ModuleObject, filename: string) => void

export interface ResolveOptions {
  readonly paths?: readonly string[]
}

/** The `require` of a CommonJS module. */
export interface RequireFunction {
  (specifier: string): unknown
  resolve: { (request: string, options?: ResolveOptions): string; paths(request: string): string[] | null }
  extensions: Record<string, ModuleExtension>
  cache: Record<string, ModuleObject>
  main: ModuleObject | undefined
}

/** `Module` with those static members that the loader provides. */
export interface ModuleClass {
  new (id?: string, parent?: ModuleObject | null): ModuleObject
  readonly prototype: ModuleObject
  _cache: Record<string, ModuleObject>
  _extensions: Record<string, ModuleExtension>
  _pathCache: Record<string, string>
  globalPaths: string[]
  wrapper: [string, string]
  wrap(script: string): string
  _nodeModulePaths(from: string): string[]
  _load(request: string, parent?: ModuleObject | null, isMain?: boolean): unknown
  _resolveFilename(request: string, parent?: ModuleObject | null, isMain?: boolean, options?: ResolveOptions): string
  _resolveLookupPaths(request: string, parent?: ModuleObject | null): string[] | null
  _findPath(request: string, paths: readonly string[]): string | false
  _stat(path: string): number
  _initPaths(): void
  _preloadModules(requests: readonly string[]): void
  /** Enters a program's file, the first step of the process. */
  runMain(entry?: string): void
  createRequire(from: unknown): RequireFunction
  [more: string]: unknown
}
