import type { ModuleObject } from './module-class.ts'

/** Services of the process that a loader uses. */
export interface ProcessServices {
  cwd?(): string
  /** Returns the folders to search last for packages: NODE_PATH, and those of the user and of Node itself. */
  globalPaths?(): string[]
  /** Called with the program's own module, before it runs. */
  enterMain?(module: ModuleObject): void
  /** Whether a value is a proxy, where the process can tell. */
  isProxy?(value: unknown): boolean
  /** `require` of a file that ends in `.node`. */
  loadAddOn?(module: ModuleObject, filename: string): void
  /** Called when code reads a property that a module waiting for this one has not exported yet. */
  warnOfCycle?(property: string): void
  /** Called around each `require` and `import`, for the tracing channels of these names. */
  traceRequire?(details: object, load: () => unknown): unknown
  traceImport?(details: object, load: () => Promise<ModuleNamespace>): Promise<ModuleNamespace>
}

export type ModuleNamespace = Readonly<Record<string, unknown>>
