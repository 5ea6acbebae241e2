import { AsyncLocalStorage } from 'node:async_hooks'
import { types } from 'node:util'
import v8 from 'node:v8'
import vm from 'node:vm'
import type { ProcessPort } from '../../../kernel/index.ts'
import type { AddOnName, NodeLibrary } from '../../../library/index.ts'
import { createCompileCache } from '../../../modules/compiler/index.ts'
import type { SystemCalls } from '../../../syscalls/index.ts'
import type { Any, Outcome, Platform, Realm, ThrowPlace } from '../../types.ts'
import type { PreparedAddOn } from '../prepared-add-on.ts'
import { type AddOnSource, compile, compileAddOn, fromSources, LIBRARY_FILENAME, RUNTIME_FILENAME } from './compiled.ts'
import { createHash } from './hashes.ts'
import { createHop } from './hop.ts'
import { removeNewerFeatures } from './newer-features.ts'
import type { PreparedRealm } from './prepared-realm.ts'
import { trackPromises } from './promise-hooks.ts'
import { watchRejections } from './rejections.ts'
import { vmScripts } from './scripts.ts'
import { SynchronousTurns } from './synchronous-turns.ts'

export interface VmRealmOptions {
  library: NodeLibrary | PreparedRealm
  calls: SystemCalls
  /** See `createVmRealm`. */
  synchronous?: boolean | undefined
  /** Returns add-ons. By default they are made from the sources, which a prepared realm doesn't have. */
  addOns?: (name: AddOnName) => PreparedAddOn
}

const ENTRY_FILENAME = 'node-entry'

const frames = new AsyncLocalStorage()
/** Node carries its own frames through the promises of every context; ours travel in one of them. */
const frameCarrier = { get: () => frames.getStore(), set: (frame: unknown) => frames.enterWith(frame) }

/** A promise of this thread's own context. */
const settled = Promise.resolve()

const compileCached = createCompileCache()
const enter = new vm.Script('__enter()', { filename: ENTRY_FILENAME })

/** Globals that V8 gives a context and a process of Node does not have, or gets from the library. */
const REMOVED = ['console']

/** Makes a process in its own context. `synchronous`: its turns end before they return, so that another process's turn can wait for them. */
export function createVmRealm(options: VmRealmOptions & { synchronous: true }): ProcessPort
export function createVmRealm(options: VmRealmOptions): Realm & ProcessPort
export function createVmRealm({
  library,
  calls,
  addOns = fromSources(library),
  synchronous,
}: VmRealmOptions): ProcessPort {
  // Without DONT_CONTEXTIFY every global of a program would go through an interceptor, 150 times slower.
  const global = vm.createContext(
    vm.constants.DONT_CONTEXTIFY,
    synchronous ? { microtaskMode: 'afterEvaluate' } : {},
  ) as Any
  for (const name of REMOVED) delete global[name]
  removeNewerFeatures(global)
  // The module loader captures the environment's parser when it is evaluated; a program gets Node's own.
  global.URL = URL
  const { createRealm } = compile(library).runtime.runInContext(global)
  delete global.URL
  const platform = vmPlatform(global, library, addOns)
  if (!synchronous)
    return turnsOutside(global, createRealm({ platform: { ...platform, ...trackPromises(global, platform) }, calls }))
  const turns = new SynchronousTurns(global, { frames: frameCarrier, entryFilename: ENTRY_FILENAME })
  return turns.portOf(createRealm({ platform: { ...platform, ...trackPromises(global, turns) }, calls }))
}

/**
 * Makes the turns of a realm promises of this thread's context: awaiting one of another context calls its `then`, which the program may
 * have replaced, in a microtask that looks like one of the program.
 */
function turnsOutside({ Promise: RealmPromise }: Any, realm: Realm): Realm {
  const { then } = RealmPromise.prototype
  return {
    turn: (event) => new Promise((resolve, reject) => then.call(realm.turn(event), resolve, reject)),
    kill: (reason) => realm.kill(reason),
  }
}

function vmPlatform(global: Any, library: NodeLibrary | PreparedRealm, addOns: AddOnSource): Platform {
  const all = compile(library)
  const { library: script, prepared, data, places, httpParser } = all
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const encoder = new TextEncoder()
  const rejections = watchRejections(global.Promise)
  const { hop, runMicrotasks, takeMacrotasks } = createHop(global)
  return {
    global,
    library: script.runInContext(global),
    libraryData: { ...prepared.data, ...data.runInContext(global) },
    libraryFilename: LIBRARY_FILENAME,
    runtimeFilename: RUNTIME_FILENAME,
    entryFilename: ENTRY_FILENAME,
    addOn(name) {
      const { library, runtime } = compileAddOn(all, name, addOns)
      return { library: library.runInContext(global), runtime: runtime.runInContext(global) }
    },
    libraryPlace: places.at,
    libraryLine: places.line,
    compileFunction: (code, parameters, filename) =>
      vm.compileFunction(code, [...parameters], { filename, parsingContext: global }) as (
        ...parameters: Any[]
      ) => unknown,
    compileModule: compileCached,
    scripts: vmScripts(global, ({ Promise: Inner }) => rejections.include(Inner)),
    run: runner(global),
    hop,
    runMicrotasks,
    enqueueMicrotask: (callback) => void settled.then(callback),
    encodeUtf8: (text) => encoder.encode(text),
    encodeUtf8Into(text, into) {
      const { read, written } = encoder.encodeInto(text, into)
      return [read, written]
    },
    decodeUtf8: (bytes) => utf8.decode(bytes),
    createTextDecoder: (label, options) => new TextDecoder(label, options),
    URL,
    URLPattern: (globalThis as Any).URLPattern,
    httpParser,
    createHash,
    onRejection: rejections.onRejection,
    frameCarrier,
    isProxy: types.isProxy,
    exposeGc() {
      takeMacrotasks()
      return exposeGc()
    },
    dispose: rejections.stop,
  }
}

/** Returns V8's `gc`. V8 puts it into contexts made while its flag is set, so this makes an empty one: it can't be removed from a process's own. */
function exposeGc(): unknown {
  v8.setFlagsFromString('--expose-gc')
  const gc = vm.runInNewContext('gc')
  v8.setFlagsFromString('--no-expose-gc')
  return gc
}

/**
 * Enters the program through a script, because its option `displayErrors` tells where an uncaught exception was thrown, which
 * JavaScript cannot know: it writes the place before the error's stack, and this removes it again.
 */
function runner(global: Any): Platform['run'] {
  let entry: () => void = () => {}
  Object.defineProperty(global, '__enter', { value: () => entry(), configurable: true })
  const options = { displayErrors: true }
  return (next) => {
    const outer = entry
    entry = next
    try {
      enter.runInContext(global, options)
      return OK
    } catch (error) {
      return { ok: false, error, place: takePlace(error) }
    } finally {
      entry = outer
    }
  }
}

const OK: Outcome = { ok: true }
const DECORATION = /^(.*):(\d+)\n(.*)\n(?:([ \t]*)(\^+)\n)?\n/

function takePlace(error: unknown): ThrowPlace | null {
  if (!types.isNativeError(error)) return null
  try {
    const decoration = DECORATION.exec(String(error.stack))
    if (!decoration) return null
    const [text, filename, line, , indent, caret] = decoration
    error.stack = String(error.stack).slice(text.length)
    return { filename: filename!, line: Number(line), column: (indent ?? '').length + 1, length: caret?.length ?? 0 }
  } catch {
    return null // a program may have made `stack` a getter of its own
  }
}
