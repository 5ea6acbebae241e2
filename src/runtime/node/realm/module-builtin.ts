import type { ModuleClass, ProcessServices } from '../modules/index.ts'
import type { RealmContext } from './context.ts'
import { notYet } from './substitutes.ts'
import type { Any } from './types.ts'

/** Exports of `node:module` that only Node's own loader supports. */
const NOT_YET = ['findPackageJSON', 'register', 'registerHooks', 'stripTypeScriptTypes', 'syncBuiltinESMExports']

/** `node:module`: the loader's `Module`, with what the process adds. */
export function moduleBuiltin(realm: RealmContext, Module: ModuleClass): Any {
  const { BuiltinModule } = realm.require('internal/bootstrap/realm')
  const { getSourceMapsSupport, setSourceMapsSupport, findSourceMap } = realm.require(
    'internal/source_map/source_map_cache',
  )
  const compileCacheStatus = { __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }
  const constants = Object.freeze({ __proto__: null, compileCacheStatus: Object.freeze(compileCacheStatus) })
  return Object.assign(Module, {
    // quic is experimental and needs a flag in Node.
    builtinModules: BuiltinModule.getAllBuiltinModuleIds().filter((id: string) => id !== 'node:quic'),
    isBuiltin: (specifier: unknown) => realm.isBuiltin(String(specifier)),
    constants,
    // Nothing stores V8's compiled code, as with NODE_DISABLE_COMPILE_CACHE.
    enableCompileCache: () => ({ status: compileCacheStatus.DISABLED }),
    flushCompileCache() {},
    getCompileCacheDir() {},
    getSourceMapsSupport,
    setSourceMapsSupport,
    findSourceMap,
    SourceMap: notYet('SourceMap'),
    ...Object.fromEntries(NOT_YET.map((name) => [name, notYet(`module.${name}`)])),
  })
}

/** Returns what the module loader needs of its process. */
export function loaderServices(realm: RealmContext): ProcessServices {
  const { process } = realm
  const channels = new Map<string, Any>()
  const channel = (name: string) => {
    if (!channels.has(name)) channels.set(name, realm.require('diagnostics_channel').tracingChannel(name))
    return channels.get(name)
  }
  return {
    cwd: () => process.cwd(),
    globalPaths: () => globalPaths(process),
    enterMain: (module) => {
      process.mainModule = module
    },
    isProxy: realm.isProxy,
    loadAddOn: (module, filename) => process.dlopen(module, filename),
    warnOfCycle: (property) =>
      process.emitWarning(`Accessing non-existent property '${property}' of module exports inside circular dependency`),
    traceRequire: (details, load) => channel('module.require').traceSync(load, details),
    traceImport: (details, load) => channel('module.import').tracePromise(load, details),
  }
}

/** Module._initPaths. */
function globalPaths({ env, execPath }: Any): string[] {
  const given = (env.NODE_PATH ?? '').split(':').filter((path: string) => path !== '')
  const home = env.HOME ? [`${env.HOME}/.node_modules`, `${env.HOME}/.node_libraries`] : []
  return [...given, ...home, `${execPath.replace(/\/[^/]*\/[^/]*$/, '')}/lib/node`]
}
