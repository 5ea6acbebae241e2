/** Boots Node's library in the order of C++ (node_realm.cc, api/environment.cc), from primordials to the last step before a program runs. */
import { completeRequest } from './async-wrap.ts'
import { bindings, builtinsBinding } from './bindings/index.ts'
import { exposesGc } from './command-line.ts'
import type { RealmContext } from './context.ts'
import { lazyObject } from './lazy-object.ts'
import { hideSymbols, privateSymbol } from './private-symbols.ts'
import { installStackTraces } from './stack-trace.ts'
import { replacementFor } from './substitutes.ts'
import type { Any, Binding } from './types.ts'

export function bootLibrary(realm: RealmContext): void {
  perContext(realm)
  realm.completeRequest = completeRequest
  const { library } = realm.platform
  const getInternalBinding = (name: string): Binding => {
    if (name === 'builtins') return builtinsBinding(realm, (id) => compileFunction(realm, id))
    const make = bindings[name]
    if (!make) throw new Error(`The binding ${name} is not supported here yet`)
    return make(realm)
  }
  const noLinkedBinding = (name: string): never => {
    throw new Error(`No such binding: ${name}`)
  }
  Object.defineProperty(realm.process, 'version', { value: `v${realm.data.versions.node}`, enumerable: true })
  describeProcess(realm)
  library['internal/bootstrap/realm']!(realm.process, noLinkedBinding, getInternalBinding, realm.primordials)
  installStackTraces(realm)
  realm.process[realm.privateSymbols.exit_info_private_symbol!] = realm.exitInfo
  for (const step of [
    'node',
    'web/exposed-wildcard',
    'web/exposed-window-or-worker',
    'switches/is_main_thread',
    'switches/does_own_process_state',
  ])
    library[`internal/bootstrap/${step}`]!(realm.process, realm.require, realm.internalBinding, realm.primordials)
  describeBuild(realm)
  realm.process.report = { reportOnUncaughtException: false }
}

/** InitializePrimordials: keeps the parts of JavaScript that Node's library uses, so that a program's later changes don't affect it. */
function perContext(realm: RealmContext): void {
  const { library, global } = realm.platform
  for (const name of realm.constants.private_symbols) realm.privateSymbols[name] = privateSymbol(name)
  for (const [name, description] of Object.entries(realm.constants.symbols))
    realm.symbols[name] = Symbol(description as string)
  const run = (id: string): Any => {
    const exports: Any = {}
    library[`internal/per_context/${id}`]!(exports, realm.primordials, realm.privateSymbols, realm.symbols, global)
    return exports
  }
  run('primordials')
  hideSymbols(Object.values(realm.privateSymbols))
  realm.DOMException = run('domexception').DOMException
  realm.emitMessage = run('messageport').emitMessage
}

/** Returns a module of the library by id; a missing module throws when it is called for. */
function compileFunction(realm: RealmContext, id: string): (...parameters: Any[]) => unknown {
  return replacementFor(realm, id) ?? deferred(realm, id) ?? realm.libraryFunction(id) ?? notSupported(id)
}

/** Functions of modules that most processes don't need and whose top level is slow: it runs when one of them is first called. */
const DEFERRED: Record<string, readonly string[]> = {
  'internal/encoding/single-byte': ['isSinglebyteEncoding', 'createSinglebyteDecoder', 'getEncoding'],
}

function deferred(realm: RealmContext, id: string) {
  const names = DEFERRED[id]
  if (names === undefined) return undefined
  return (exports: Any, require: Any, _module: Any, ...more: Any[]): void => {
    const module: Any = { exports: null }
    const load = () => {
      if (module.exports === null) {
        module.exports = {}
        realm.libraryFunction(id)!(module.exports, require, module, ...more)
      }
      return module.exports
    }
    for (const name of names) exports[name] = (...parameters: Any[]) => load()[name](...parameters)
  }
}

function notSupported(id: string): () => never {
  const feature = id.startsWith('internal/') ? `Node's ${id}` : `node:${id}`
  return () => {
    throw new Error(`${feature} is not supported here yet`)
  }
}

/** Defines what node::PatchProcessObject and CreateProcessObject define in C++. */
function describeProcess(realm: RealmContext): void {
  const constant = (name: string, value: unknown) =>
    Object.defineProperty(realm.process, name, { value, enumerable: true, configurable: false, writable: false })
  constant('versions', Object.freeze({ __proto__: null, ...realm.data.versions }))
  constant('arch', 'x64')
  constant('platform', 'linux')
  constant('release', { ...realm.data.release })
}

/** Defines `process.config` lazily: the largest piece of data that C++ hands over, and few programs read it. */
function describeBuild({ process, data, native }: RealmContext): void {
  const { parse } = JSON
  const { freeze } = Object
  const value = lazyObject(() => parse(data.config, (_key, part) => freeze(part)))
  native.add(value)
  Object.defineProperty(process, 'config', { value })
}

/** The library's prepareMainThreadExecution, without the parts that a simulated process doesn't need. */
export function prepareExecution(realm: RealmContext): void {
  const { process, require } = realm
  require('internal/options').refreshOptions()
  realm.internalBinding('process_methods').patchProcessObject(process)
  Object.defineProperty(process, 'argv0', {
    value: realm.start.commandLine?.[0] ?? 'node',
    enumerable: true,
    configurable: false,
  })
  process.exitCode = undefined
  process._exiting = false
  const console = require('internal/console/global')
  require('internal/console/constructor').initializeGlobalConsole(console)
  applyCommandLine(realm)
  require('internal/bootstrap/realm').BuiltinModule.allowRequireByUsers('sqlite')
  require('internal/util/debuglog').initializeDebugEnv(process.env.NODE_DEBUG)
  require('internal/dns/utils').initializeDns()
}

/** setupChildProcessIpcChannel and initializeClusterIPC. A hostile parent may have set the environment, so this runs where the program's code runs. */
export function joinParent(realm: RealmContext): void {
  const { process, start } = realm
  const { NODE_CHANNEL_FD: channel, NODE_CHANNEL_SERIALIZATION_MODE: serialization } = process.env
  if (channel) {
    delete process.env.NODE_CHANNEL_FD
    delete process.env.NODE_CHANNEL_SERIALIZATION_MODE
    realm.require('child_process')._forkChild(Number.parseInt(channel, 10), serialization || 'json')
  }
  if (start.argv[1] && process.env.NODE_UNIQUE_ID) {
    realm.require('cluster')._setupWorker()
    delete process.env.NODE_UNIQUE_ID
  }
}

/** Options that have a property of `process` (addReadOnlyProcessAlias). */
const PROCESS_ALIASES = {
  noDeprecation: '--no-deprecation',
  noProcessWarnings: '--no-warnings',
  traceProcessWarnings: '--trace-warnings',
  throwDeprecation: '--throw-deprecation',
  traceDeprecation: '--trace-deprecation',
}

function applyCommandLine(realm: RealmContext): void {
  const { process, require, platform } = realm
  const { getOptionValue } = require('internal/options')
  for (const [name, option] of Object.entries(PROCESS_ALIASES)) {
    const value = getOptionValue(option)
    if (value) Object.defineProperty(process, name, { value, enumerable: true, configurable: true, writable: false })
  }
  installWebGlobals(realm)
  if (getOptionValue('--warnings') && process.env.NODE_NO_WARNINGS !== '1')
    process.on('warning', require('internal/process/warning').onWarning)
  if (getOptionValue('--expose-internals')) require('internal/bootstrap/realm').BuiltinModule.exposeInternals()
  if (getOptionValue('--experimental-stream-iter'))
    for (const id of ['stream/iter', 'zlib/iter'])
      require('internal/bootstrap/realm').BuiltinModule.allowRequireByUsers(id)
  if (getOptionValue('--pending-deprecation')) deprecatePending(realm)
  if (exposesGc(process.execArgv) && platform.exposeGc)
    Object.defineProperty(platform.global, 'gc', { value: platform.exposeGc(), configurable: true, writable: true })
}

/** Adds or removes the globals that depend on options (setupNavigator, setupWebsocket, setupEventsource). */
function installWebGlobals({ require, platform: { global } }: RealmContext): void {
  const { getOptionValue } = require('internal/options')
  const { exposeLazyInterfaces, defineReplaceableLazyAttribute } = require('internal/util')
  if (!getOptionValue('--no-experimental-global-navigator')) {
    exposeLazyInterfaces(global, 'internal/navigator', ['Navigator'])
    defineReplaceableLazyAttribute(global, 'internal/navigator', ['navigator'], false)
  }
  const removed = getOptionValue('--no-experimental-websocket') ? ['WebSocket', 'CloseEvent'] : []
  if (!getOptionValue('--experimental-eventsource')) removed.push('EventSource')
  for (const name of removed) delete global[name]
}

/** Deprecates what is deprecated only with `--pending-deprecation` (initializeDeprecations). */
function deprecatePending(realm: RealmContext): void {
  const { process, require } = realm
  const { deprecate } = require('internal/util')
  const advice = 'process.binding() is deprecated. Please use public APIs instead.'
  process.binding = deprecate(process.binding, advice, 'DEP0111')
  process._tickCallback = deprecate(process._tickCallback, 'process._tickCallback() is deprecated', 'DEP0134')
}
