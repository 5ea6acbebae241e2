import vm from 'node:vm'
import type { Any, EngineContextOptions, EngineScript, ScriptEngine, ScriptPlace } from '../../types.ts'
import { removeNewerFeatures } from './newer-features.ts'

/** Makes a process's `node:vm` from the environment's own, with V8's contexts. Calls `onContext` with each new context's global object. */
export function vmScripts(global: Any, onContext: (global: Any) => void): ScriptEngine {
  return {
    script: (code, place) => script(global, code, place),
    createContext(sandbox, options) {
      const context = vm.createContext((sandbox ?? vm.constants.DONT_CONTEXTIFY) as Any, contextOptions(options))
      const inner = vm.runInContext('globalThis', context)
      removeNewerFeatures(inner, sandbox ?? undefined)
      onContext(inner)
      return { context, global: inner }
    },
    compileFunction: (code, parameters, place, { context, extensions }) =>
      withErrorsOf(
        global,
        () =>
          vm.compileFunction(code, [...parameters], {
            ...place,
            parsingContext: (context ?? global) as vm.Context,
            contextExtensions: [...extensions],
          }) as (...parameters: Any[]) => unknown,
      ),
  }
}

function contextOptions({ name, strings, wasm, ownMicrotasks }: EngineContextOptions): vm.CreateContextOptions {
  return { name, codeGeneration: { strings, wasm }, ...(ownMicrotasks && { microtaskMode: 'afterEvaluate' }) }
}

function script(global: Any, code: string, place: ScriptPlace): EngineScript {
  const compiled = withErrorsOf(global, () => new vm.Script(code, place))
  return {
    run(context, { timeoutMs, timedOut, displayErrors }) {
      const options = { displayErrors, ...(timeoutMs > 0 && { timeout: timeoutMs }) }
      try {
        return compiled.runInContext((context ?? global) as vm.Context, options)
      } catch (error) {
        if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') timedOut()
        throw error
      }
    },
    cachedData: () => compiled.createCachedData(),
  }
}

/** Rethrows errors of the environment's compiler as errors of the process. */
function withErrorsOf<Result>(global: Any, compile: () => Result): Result {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const own = new global.SyntaxError(error.message)
    const title = `SyntaxError: ${error.message}`
    const decoration = String(error.stack).split(title)[0]
    own.stack = `${decoration}${own.stack}`
    throw own
  }
}
