import {
  type AddOnName,
  bundleLibrary,
  type LibraryDataTexts,
  libraryDataTexts,
  type NodeLibrary,
} from '../../../library/index.ts'
import { createCompileCache } from '../../../modules/compiler/index.ts'
import type { SystemCalls } from '../../../syscalls/index.ts'
import type { FrameCarrier } from '../../continuation-frame.ts'
import type { Any, Outcome, Platform, Realm, RealmOptions } from '../../types.ts'
import { compiledOnce } from '../http-parser.ts'
import { LibraryPlaces } from '../library-places.ts'
import { parseAddOn } from '../prepared-add-on.ts'
import { allowCodeFromText } from './code-from-text.ts'
import type { Environment } from './environment.ts'
import { frameFunctions, WorkerFrames } from './frames.ts'
import { makeGlobalObject } from './global-object.ts'
import { LanguageSnapshot, languageObjects } from './language-snapshot.ts'
import { columnsBefore, scoped, scopedFunction } from './scope.ts'
import { workerScripts } from './scripts.ts'
import { SpareRealm } from './spare-realm.ts'
import { readStacksAsSites } from './stack-sites.ts'

export interface WorkerRealmOptions {
  environment: Environment
  library: NodeLibrary
  /** This runtime as one script whose value is its exports: `generated/node-realm.js`. */
  runtime: string
  /** The text of an add-on's file (`prepared-add-on.ts`), or null while it is not there. */
  addOns: (name: AddOnName) => string | null
}

const LIBRARY_FILENAME = 'node-library'
const RUNTIME_FILENAME = 'node-runtime'
const ENTRY_FILENAME = 'node-entry'

/** Hooks on the engine's `Error`, which all processes share; each process has its own while its code runs. */
interface ErrorHooks {
  prepareStackTrace?: unknown
  stackTraceLimit?: unknown
}

/** The process whose code runs, or ran last: rejections announced now belong to it. */
interface Running {
  readonly global: Any
  hooks: ErrorHooks
  readonly carrier: FrameCarrier
  unhandled: Parameters<Platform['onRejection']>[0]
  handled: Parameters<Platform['onRejection']>[1]
}

/** The processes of a worker, one world after the other. */
export interface WorkerRealms extends Pick<SpareRealm, 'prepare' | 'take'> {
  /** Saves the state of the language for `restoreLanguage`. */
  keepLanguage(): void
  /** Undoes what programs did to the language's shared objects; false if they made that impossible. No process may be running. */
  restoreLanguage(): boolean
}

/** Compiles the library and this runtime once, and returns functions that make processes of them. */
export function createWorkerRealms(options: WorkerRealmOptions): WorkerRealms {
  const { environment, library, runtime } = options
  const bundle = bundleLibrary(library)
  const places = new LibraryPlaces()
  places.add(LIBRARY_FILENAME, bundle)
  const shared: Shared = {
    environment,
    places,
    addOnText: options.addOns,
    addOns: new Map(),
    data: libraryDataTexts(library.data),
    library: environment.evaluate(scoped(bundle.code), LIBRARY_FILENAME) as Shared['library'],
    runtime: environment.evaluate(scoped(runtime), RUNTIME_FILENAME) as Shared['runtime'],
    compileModule: createCompileCache({ carriesFrames: true }),
    frames: new WorkerFrames(),
    httpParser: compiledOnce(library.httpParser),
    running: null,
    hooks: {},
    adopt: () => {},
  }
  shared.adopt = readStacksAsSites(globalThis, environment.nameOf)
  shared.hooks = hooksNow()
  allowCodeFromText(environment, () => shared.running!.global)
  environment.onRejection((promise, reason) => {
    shared.adopt(reason)
    shared.running?.unhandled(promise, reason)
  })
  environment.onRejectionHandled((promise) => shared.running?.handled(promise))
  const realms = new SpareRealm((calls) => createWorkerRealm(shared, calls))
  let language: LanguageSnapshot | null = null
  return {
    prepare: () => realms.prepare(),
    take: (calls) => realms.take(calls),
    keepLanguage() {
      language = new LanguageSnapshot([...languageObjects(globalThis), environment.MachineDate])
    },
    restoreLanguage() {
      shared.running = null
      shared.frames.forget()
      return language?.restore() ?? false
    },
  }
}

interface Shared {
  environment: Environment
  places: LibraryPlaces
  addOnText: WorkerRealmOptions['addOns']
  addOns: Map<AddOnName, Pick<Shared, 'library'> & { runtime: (global: Any) => Any }>
  data: LibraryDataTexts
  library: (global: Any) => Platform['library']
  runtime: (global: Any) => { createRealm: (options: RealmOptions) => Realm }
  compileModule: Platform['compileModule']
  httpParser: Platform['httpParser']
  frames: WorkerFrames
  running: Running | null
  /** The hooks that a process begins with. */
  hooks: ErrorHooks
  /** Gives an error that the engine has thrown the stack that it would have in V8. */
  adopt: (error: unknown) => void
}

function createWorkerRealm(shared: Shared, calls: SystemCalls): Realm {
  const global = makeGlobalObject(shared.environment)
  const ignore = () => {}
  const carrier = shared.frames.createCarrier()
  const self: Running = { global, hooks: shared.hooks, carrier, unhandled: ignore, handled: ignore }
  become(shared, self)
  // The module loader captures the environment's parser when it is evaluated; a program gets Node's own.
  global.URL = shared.environment.URL
  const { createRealm } = shared.runtime(global)
  delete global.URL
  return createRealm({ platform: workerPlatform(shared, global, self), calls })
}

function evaluateAddOn({ environment, addOns, addOnText, places }: Shared, name: AddOnName) {
  let addOn = addOns.get(name)
  if (!addOn) {
    const text = addOnText(name)
    if (text === null) throw new Error(`The page could not load node:${name}. Reload the page.`)
    const { bundle, runtime } = parseAddOn(name, text)
    const file = `${LIBRARY_FILENAME}-${name}`
    places.add(file, bundle)
    addOn = {
      library: environment.evaluate(scoped(bundle.code), file) as Shared['library'],
      runtime: environment.evaluate(scoped(runtime), `${RUNTIME_FILENAME}-${name}`) as (global: Any) => Any,
    }
    addOns.set(name, addOn)
  }
  return addOn
}

function workerPlatform(shared: Shared, global: Any, self: Running): Platform {
  const { environment, places, data, library, compileModule, httpParser } = shared
  const utf8 = new environment.TextDecoder('utf-8', { ignoreBOM: true })
  const encoder = new environment.TextEncoder()
  const { hold, resume, caught } = frameFunctions(self.carrier)
  return {
    global,
    frameCarrier: self.carrier,
    sharesPrototypes: true,
    library: library(global),
    libraryData: data,
    libraryFilename: LIBRARY_FILENAME,
    runtimeFilename: RUNTIME_FILENAME,
    entryFilename: ENTRY_FILENAME,
    namesBySourceUrl: true,
    addOn(name) {
      const { library, runtime } = evaluateAddOn(shared, name)
      return { library: library(global), runtime: runtime(global) }
    },
    libraryPlace: places.at,
    libraryLine: places.line,
    compileFunction(code, parameters, filename) {
      const made = environment.evaluate(scopedFunction(code, parameters), filename) as (...scope: Any[]) => unknown
      return made(global, hold, resume, caught) as (...parameters: Any[]) => unknown
    },
    firstLineColumns: columnsBefore,
    compileModule,
    scripts: workerScripts(environment, global),
    run(entry) {
      become(shared, self)
      return outcomeOf(entry, shared.adopt)
    },
    hop: environment.hop,
    encodeUtf8: (text) => encoder.encode(text),
    encodeUtf8Into(text, into) {
      const { read, written } = encoder.encodeInto(text, into)
      return [read, written]
    },
    decodeUtf8: (bytes) => utf8.decode(bytes),
    createTextDecoder: (label, options) => new environment.TextDecoder(label, options),
    URL: environment.URL,
    URLPattern: environment.URLPattern,
    httpParser,
    onRejection(unhandled, handled) {
      self.unhandled = unhandled
      self.handled = handled
    },
    dispose() {
      self.unhandled = self.handled = () => {}
    },
  }
}

const OK: Outcome = { ok: true }

/** Runs `entry`. The place of the throw is unknown here: an exception's stack tells where it was created. */
function outcomeOf(entry: () => void, adopt: Shared['adopt']): Outcome {
  try {
    entry()
    return OK
  } catch (error) {
    adopt(error)
    return { ok: false, error, place: null }
  }
}

/** Switches to this process and restores its hooks on `Error`. */
function become(shared: Shared, next: Running): void {
  const { running } = shared
  if (running === next) return
  if (running) running.hooks = hooksNow()
  Object.assign(Error, next.hooks)
  shared.frames.become(next.carrier)
  shared.running = next
}

function hooksNow(): ErrorHooks {
  const { prepareStackTrace, stackTraceLimit } = Error
  return { prepareStackTrace, stackTraceLimit }
}
