/**
 * Node's `Module`: the class of every `module`, and the export of `node:module`. The steps of `require` are called by the names under
 * which programs replace them.
 */

import type { ModuleClass, ModuleObject } from './module-class.ts'
import type { ProcessServices } from './process-services.ts'
import type { RealmGlobals } from './types.ts'
import { directoryOf, nodeModulesPaths } from './urls.ts'

/** Operations that the class leaves to its loader. */
export interface ModuleSystem {
  readonly globals: RealmGlobals
  readonly services: ProcessServices
  readonly parents: WeakMap<ModuleObject, ModuleObject | null>
  require(id: unknown, from: ModuleObject): unknown
  /** Runs a file of the program that is not JSON. */
  run(module: ModuleObject, filename: string): void
  runJson(module: ModuleObject, filename: string): void
  compile(module: ModuleObject, content: string, filename: string): unknown
}

/** Makes the class of one loader. */
export function makeModuleClass(system: ModuleSystem): ModuleClass {
  const { globals, services, parents } = system
  let isPreloading = false
  class Module {
    id: string
    path: string
    exports: unknown
    filename: string | null = null
    loaded = false
    children: ModuleObject[] = []
    declare paths?: string[]

    constructor(id = '', parent?: ModuleObject | null) {
      this.id = id
      this.path = directoryOf(id)
      this.exports = new globals.Object()
      const self = this as unknown as ModuleObject
      if (parent !== undefined) parents.set(self, parent)
      addChild(parent, self)
    }

    get isPreloading(): boolean {
      return isPreloading
    }

    load(filename: string): void {
      this.filename ??= filename
      this.paths ??= nodeModulesPaths(directoryOf(filename))
      const { _extensions } = Class
      _extensions[longestExtension(filename, _extensions)]!(this as unknown as ModuleObject, filename)
      this.loaded = true
    }

    require(id: unknown): unknown {
      return system.require(id, this as unknown as ModuleObject)
    }

    _compile(content: string, filename: string): unknown {
      return system.compile(this as unknown as ModuleObject, content, filename)
    }
  }
  const Class = Module as unknown as ModuleClass
  describePrototype(Class, parents)
  Object.assign(Class, {
    _cache: Object.create(null),
    _pathCache: Object.create(null),
    _extensions: Object.assign(Object.create(null), {
      '.js': (module: ModuleObject, filename: string) => system.run(module, filename),
      '.json': (module: ModuleObject, filename: string) => system.runJson(module, filename),
      '.node': (module: ModuleObject, filename: string) => services.loadAddOn?.(module, filename),
    }),
    globalPaths: services.globalPaths?.() ?? [],
    wrap: (script: string) => Class.wrapper[0] + script + Class.wrapper[1],
    wrapper: ['(function (exports, require, module, __filename, __dirname) { ', '\n});'],
    _nodeModulePaths: nodeModulesPaths,
    _initPaths() {
      Class.globalPaths = services.globalPaths?.() ?? []
    },
    _preloadModules(requests: readonly string[]) {
      if (requests.length === 0) return
      isPreloading = true
      const parent = new Class('internal/preload', null)
      parent.paths = nodeModulesPaths(services.cwd?.() ?? '/')
      parent.filename = `${services.cwd?.() ?? ''}/internal/preload`
      for (const request of requests) parent.require(request)
      isPreloading = false
    },
    Module: Class,
  })
  return Class
}

/** Makes `constructor` a getter as in Node, so that a module prints without the class's name; `parent` is not an own property. */
function describePrototype(Class: ModuleClass, parents: ModuleSystem['parents']): void {
  Object.defineProperties(Class.prototype, {
    constructor: { get: () => Class, configurable: true },
    parent: {
      get(this: ModuleObject) {
        return parents.get(this)
      },
      set(this: ModuleObject, value: ModuleObject | null) {
        parents.set(this, value)
      },
    },
  })
}

/** Adds a module to the children of the module that required it first. */
export function addChild(parent: ModuleObject | null | undefined, child: ModuleObject): void {
  if (parent?.children && !parent.children.includes(child)) parent.children.push(child)
}

const [kIsMain, kIsCached, kUrl, kFormat, kIsExecuting] = [
  ...['kIsMainSymbol', 'kIsCachedByESMLoader', 'kURL', 'kFormat', 'kIsExecuting'],
].map((name) => Symbol(name)) as [symbol, symbol, symbol, symbol, symbol]

/** Stores the loader's state in a module, where `console.log(module)` shows it. Returns a function to call when the module's code has ended. */
export function noteState(module: ModuleObject, isMain: boolean): () => void {
  const state: Record<symbol, unknown> = Object.assign(module, {
    [kIsMain]: isMain,
    [kIsCached]: false,
    [kUrl]: undefined,
    [kFormat]: 'commonjs',
    [kIsExecuting]: true,
  })
  return () => {
    state[kIsExecuting] = false
  }
}

/** Returns `.b.c` of `a.b.c` if it is registered, else `.c`, else `.js`. */
function longestExtension(filename: string, extensions: Record<string, unknown>): string {
  const name = filename.slice(filename.lastIndexOf('/') + 1)
  for (let dot = name.indexOf('.', 1); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const extension = name.slice(dot)
    if (extensions[extension]) return extension
  }
  return '.js'
}
