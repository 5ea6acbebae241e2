import { type ScriptNames, scriptCode } from '../../../modules/compiler/index.ts'
import type { Any, ScriptEngine, ScriptPlace } from '../../types.ts'
import { type Environment, giving } from './environment.ts'
import { makeGlobalObject } from './global-object.ts'

/** Names that no script is likely to use. */
const LEXICALS = 'ackademyLexicals'
const NAMES: ScriptNames = { completion: 'ackademyCompletion', declare: 'ackademyDeclare' }

/** Place of code that is no file's. */
const TEXT: ScriptPlace = { filename: '<anonymous>', lineOffset: 0, columnOffset: 0 }

type Declare = (name: string, value: unknown) => void
type Enter = (this: object, scope: object, lexicals: object, declare: Declare) => unknown

/**
 * Makes `node:vm` without V8's contexts: another global object for the same language. Contexts share the language's objects with the process
 * (`instanceof` can't tell them apart), strict code in a context assigns no new globals, and scripts have no timeout.
 */
export function workerScripts(environment: Environment, global: Any): ScriptEngine {
  return {
    script: (code, place) => script(environment, global, code, place),
    createContext(sandbox) {
      const inner = makeGlobalObject(environment)
      if (sandbox === null) return { context: inner, global: inner }
      contexts.set(sandbox, globalOver(sandbox, inner))
      return { context: sandbox, global: inner }
    },
    compileFunction(code, parameters, place, { context, extensions }) {
      const scopes = [scopeOf(context, global), ...extensions]
      const opening = scopes.map((_, at) => `with(ackademyScopes[${at}])`).join('')
      const text = `function(ackademyScopes){${opening}return function(${parameters.join(',')}){${code}\n}}`
      return (environment.evaluate(placed(giving(text), place), place.filename) as Any)(scopes)
    },
  }
}

/** Runs text in a process's global scope and returns its completion value. Throws the process's SyntaxError. */
export function evaluateText(environment: Environment, global: Any, code: string): unknown {
  return script(environment, global, code, TEXT).run(null)
}

/** Global object of each sandbox; the sandbox's properties take precedence. */
const contexts = new WeakMap<object, object>()

/** Declarations by `let`, `const` and `class` in each global object. */
const declared = new WeakMap<object, Any>()

function lexicalsOf(scope: object): Any {
  const lexicals = declared.get(scope) ?? Object.create(null)
  declared.set(scope, lexicals)
  return lexicals
}

const scopeOf = (context: object | null, global: object) =>
  context === null ? global : (contexts.get(context) ?? context)

/** Adds lines before the text; its first line's column can't be shifted. */
const placed = (text: string, { lineOffset }: ScriptPlace) => `${'\n'.repeat(Math.max(0, lineOffset))}${text}`

function script(environment: Environment, global: Any, code: string, place: ScriptPlace) {
  const compiled = scriptCode(code, place.filename, NAMES)
  if (!compiled.ok) {
    const error = new global.SyntaxError(compiled.message)
    error.stack = `${compiled.excerpt}\n${error.stack}`
    throw error
  }
  const { completion, declare } = NAMES
  // Nothing may be between the scope and the code: names that `var` initializes must be found in the scope first.
  const body = `with(ackademyScope)with(${LEXICALS}){${compiled.code}\n}return ${completion}`
  const text = placed(giving(`function(ackademyScope,${LEXICALS},${declare},${completion}){${body}}`), place)
  return {
    run(context: object | null) {
      const scope = scopeOf(context, global) as Any
      const lexicals = lexicalsOf(scope)
      for (const name of compiled.variables) if (!(name in scope)) scope[name] = undefined
      for (const name of compiled.lexicals) lexicals[name] = undefined
      const enter = environment.evaluate(text, place.filename) as Enter
      return enter.call(scope, scope, lexicals, (name, value) => {
        scope[name] = value
      })
    },
    cachedData: () => null,
  }
}

/** Makes the global object that code in a context sees: the program's sandbox, and the language below it. */
function globalOver(sandbox: Any, inner: Any): object {
  const proxy: object = new Proxy(Object.create(null), {
    has: (_, name) => name in sandbox || name in inner,
    get(_, name) {
      if (name === Symbol.unscopables) return undefined
      if (name in sandbox) return sandbox[name]
      return name === 'globalThis' ? proxy : inner[name]
    },
    set(_, name, value) {
      sandbox[name] = value
      return true
    },
    deleteProperty: (_, name) => Reflect.deleteProperty(sandbox, name),
    defineProperty: (_, name, descriptor) =>
      Reflect.defineProperty(sandbox, name, { ...descriptor, configurable: true }),
    ownKeys: () => Reflect.ownKeys(sandbox),
    getOwnPropertyDescriptor(_, name) {
      const found = Reflect.getOwnPropertyDescriptor(sandbox, name) ?? Reflect.getOwnPropertyDescriptor(inner, name)
      return found && { ...found, configurable: true }
    },
  })
  return proxy
}
