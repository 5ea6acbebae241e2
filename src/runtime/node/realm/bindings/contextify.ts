import { MILLISECOND } from '#network'
import type { RealmContext } from '../context.ts'
import { installDeterminism } from '../determinism.ts'
import { nativeError } from '../native-error.ts'
import { hideSymbols } from '../private-symbols.ts'
import { installPrepareStackTrace } from '../stack-trace.ts'
import type { Any, Binding, EngineScript, ScriptPlace } from '../types.ts'

/** `internalBinding('contextify')`: the base of `node:vm` (node_contextify.cc). */
export function contextifyBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.contextify,
    ContextifyScript: scriptClass(realm),
    makeContext: (...parameters: MakeContextParameters) => makeContext(realm, ...parameters),
    compileFunction: (...parameters: CompileFunctionParameters) => compileFunction(realm, ...parameters),
    containsModuleSyntax: () => false,
    startSigintWatchdog() {},
    stopSigintWatchdog: () => false,
    watchdogHasPendingSigint: () => false,
    measureMemory: () => undefined,
  }
}

const SOURCE_MAP = /\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/

const sourceMapOf = (code: string) => SOURCE_MAP.exec(code)?.[1]

/** Returns a script's place from the library's arguments; its frames count as the program's from now on. */
function placeOf(realm: RealmContext, filename: string, lineOffset: number, columnOffset: number): ScriptPlace {
  realm.evaluatedFiles.add(filename)
  return { filename, lineOffset, columnOffset }
}

function scriptClass(realm: RealmContext): unknown {
  const { scripts } = realm.platform
  return class ContextifyScript {
    readonly #script: EngineScript
    readonly sourceMapURL: string | undefined
    cachedDataRejected?: boolean

    constructor(
      code: string,
      filename: string,
      lineOffset = 0,
      columnOffset = 0,
      cachedData?: ArrayBufferView,
      _produceCachedData?: boolean,
      parsingContext?: object,
    ) {
      this.#script = scripts.script(code, placeOf(realm, filename, lineOffset, columnOffset), parsingContext ?? null)
      this.sourceMapURL = sourceMapOf(code)
      // V8 may reject another V8's cache, and programs must handle that.
      if (cachedData !== undefined) this.cachedDataRejected = true
    }

    runInContext(context: object | null, timeoutMs: number, displayErrors: boolean): unknown {
      return this.#script.run(context, {
        timeoutMs,
        displayErrors,
        timedOut() {
          realm.kernel.spend(timeoutMs * MILLISECOND)
          throw nativeError(Error, 'ERR_SCRIPT_EXECUTION_TIMEOUT', `Script execution timed out after ${timeoutMs}ms`)
        },
      })
    }

    createCachedData(): unknown {
      return realm.require('buffer').Buffer.from(this.#script.cachedData() ?? [])
    }
  }
}

const NOTHING = Object.create(null)

type MakeContextParameters = [
  target: object | symbol,
  name: string,
  origin: string | undefined,
  strings: boolean,
  wasm: boolean,
  ownMicrotasks: boolean,
]

function makeContext(realm: RealmContext, ...parameters: MakeContextParameters): object {
  const [target, name, , strings, wasm, ownMicrotasks] = parameters
  const sandbox = typeof target === 'symbol' ? null : target
  const { context, global } = realm.platform.scripts.createContext(sandbox, { name, strings, wasm, ownMicrotasks })
  furnish(realm, context, global, sandbox ?? NOTHING)
  return context
}

/** Gives a new global object the world's clock and randomness and this realm's stack traces, like the process's own. */
function furnish(realm: RealmContext, context: Any, global: Any, given: object): void {
  installDeterminism(realm, global, given)
  installPrepareStackTrace(realm, global.Error)
  hideSymbols(Object.values(realm.privateSymbols), global.Object.prototype)
  const mark = realm.privateSymbols.contextify_context_private_symbol!
  if (mark in context) context[mark] = true
  else Object.defineProperty(context, mark, { value: true })
}

type CompileFunctionParameters = [
  code: string,
  filename: string,
  lineOffset: number,
  columnOffset: number,
  cachedData: ArrayBufferView | undefined,
  produceCachedData: boolean,
  parsingContext: object | undefined,
  extensions: object[] | undefined,
  names: string[] | undefined,
]

function compileFunction(realm: RealmContext, ...parameters: CompileFunctionParameters): Any {
  const [code, filename, lineOffset, columnOffset, cachedData, , context, extensions, names] = parameters
  const place = placeOf(realm, filename, lineOffset, columnOffset)
  const made = realm.platform.scripts.compileFunction(code, names ?? [], place, {
    context: context ?? null,
    extensions: extensions ?? [],
  })
  return {
    function: made,
    sourceMapURL: sourceMapOf(code),
    ...(cachedData !== undefined && { cachedDataRejected: true }),
  }
}
