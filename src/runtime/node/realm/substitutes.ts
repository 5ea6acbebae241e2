/**
 * Modules of the library that a realm does not take from Node, and why. Each has what the rest of the library needs of it while
 * booting; a module that is neither here nor in the library's set throws "not supported here yet" when it is used.
 */
import type { RealmContext } from './context.ts'
import { errorSourceExpression, errorSourceLocation } from './error-source.ts'
import type { Any } from './types.ts'

type ModuleFunction = (exports: Any, require: Any, module: Any, ...more: Any[]) => void

const empty: ModuleFunction = () => {}

const substitutes: Record<string, (realm: RealmContext) => ModuleFunction> = {
  // `net` only asks whether it is a worker of a cluster, so the whole primary isn't loaded for it. Programs get `clusterModule`.
  cluster: (realm) => (_exports, _require, module) => {
    module.exports = isClusterWorker(realm) ? clusterModule(realm) : { isPrimary: true, isWorker: false }
  },
  // `run` would run test files in processes of their own.
  'internal/test_runner/runner': () => (exports) => {
    exports.run = notYet('run')
  },
  // Programs are loaded by `modules/`, whose loader works in a page too.
  'internal/modules/cjs/loader': () => (exports) => {
    exports.Module = { _load: notYet('module._load') }
  },
  'internal/modules/esm/loader': () => empty,
  'internal/modules/esm/utils': () => empty,
  'internal/modules/run_main': () => empty,
  'internal/modules/typescript': () => empty,
  'internal/util/trace_sigint': () => (_exports, _require, module) => {
    module.exports = { setTraceSigInt() {} }
  },
  // One thread per process. The rest of node:worker_threads is the library's own.
  'internal/worker': () => (exports) => {
    Object.assign(exports, MAIN_THREAD)
  },
  'internal/worker/messaging': () => (exports) => {
    exports.postMessageToThread = notYet('worker_threads.postMessageToThread')
  },
  'internal/modules/helpers': (realm) => (_exports, _require, module) => {
    module.exports = {
      getBuiltinModule(id: string) {
        realm.require('internal/validators').validateString(id, 'id')
        return realm.isBuiltin(id) ? realm.requireBuiltin(id) : undefined
      },
      hasStartedUserCJSExecution: () => true,
      hasStartedUserESMExecution: () => true,
    }
  },
  // Replaced by `prepareExecution`.
  'internal/process/pre_execution': () => empty,
  // Positions are mapped by `stack-trace.ts`.
  'internal/source_map/source_map_cache': (realm) => (_exports, _require, module) => {
    module.exports = {
      getSourceMapsSupport: () => ({ __proto__: null, enabled: false, nodeModules: false, generatedCode: false }),
      setSourceMapsSupport(enabled: unknown, options: Any = {}) {
        const { validateBoolean, validateObject } = realm.require('internal/validators')
        validateBoolean(enabled, 'enabled')
        validateObject(options, 'options')
        const { nodeModules = false, generatedCode = false } = options
        validateBoolean(nodeModules, 'options.nodeModules')
        validateBoolean(generatedCode, 'options.generatedCode')
      },
      maybeCacheGeneratedSourceMap() {},
      findSourceMap() {},
    }
  },
  // Positions are ours, and Node's version brings a parser.
  'internal/errors/error_source': (realm) => (_exports, _require, module) => {
    module.exports = {
      getErrorSourceExpression: (error: Any) => errorSourceExpression(realm, error),
      getErrorSourceLocation: (error: Any) => errorSourceLocation(realm, error),
    }
  },
}

const environmentData = () => {
  const data = new Map<unknown, unknown>()
  return {
    setEnvironmentData: (key: unknown, value: unknown) =>
      value === undefined ? data.delete(key) : data.set(key, value),
    getEnvironmentData: (key: unknown) => data.get(key),
  }
}

const MAIN_THREAD = {
  isMainThread: true,
  isInternalThread: false,
  threadId: 0,
  threadName: '',
  resourceLimits: {},
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  Worker: notYet('Worker'),
  ...environmentData(),
}

const isClusterWorker = ({ start }: RealmContext) => 'NODE_UNIQUE_ID' in start.env

/** Returns node:cluster as a program gets it (lib/cluster.js). */
export function clusterModule(realm: RealmContext): Any {
  return realm.require(`internal/cluster/${isClusterWorker(realm) ? 'child' : 'primary'}`)
}

/** Returns a function or class of this name that throws "not supported" when it is called. */
export function notYet(name: string): unknown {
  const refuse = (): never => {
    throw new Error(`${name} is not supported here yet`)
  }
  if (!/^[A-Z]/.test(name)) return refuse
  return {
    [name]: class {
      constructor() {
        refuse()
      }
    },
  }[name]
}

export function replacementFor(realm: RealmContext, id: string): ModuleFunction | undefined {
  return substitutes[id]?.(realm)
}
