import { installDefaultLocale } from '../../locale/index.ts'
import type { Any, Platform } from '../../types.ts'
import { completeLanguage, LANGUAGE } from './language.ts'

/** The worker's functions that the platform needs, captured before they are removed. */
export interface Environment {
  /** Runs a script's text in the worker's global scope and returns the value that `giving` wrapped. */
  evaluate(source: string, filename: string): unknown
  /** Returns a script's own name by its address in the engine's stacks. */
  nameOf(address: string): string
  /** Calls `then` and resolves in a later macrotask, when every microtask has run and rejections have been announced. */
  hop(then?: () => void): Promise<void>
  onRejection(unhandled: (promise: Promise<unknown>, reason: unknown) => void): void
  onRejectionHandled(handled: (promise: Promise<unknown>) => void): void
  URL: typeof URL
  URLPattern: Platform['URLPattern']
  TextDecoder: typeof TextDecoder
  TextEncoder: typeof TextEncoder
  /** Original of each process's own `Date`. */
  MachineDate: DateConstructor
}

/** Scripts leave their value here for `evaluate`. */
const GIFT = 'ackademyGift'
const PROBE = 'ackademy-probe'

/**
 * Removes from the worker's global object everything but the language: the network, timers, storage, messages, the clock. The result is the
 * only access to any of it. Called once, before any code of a program; code that was loaded before keeps what it has captured.
 */
export function takeEnvironment(): Environment {
  const scope = globalThis as Any
  const { URL, URLPattern, Blob, TextDecoder, TextEncoder, MessageChannel, Date: MachineDate } = scope
  const importScripts = scope.importScripts.bind(scope) as (url: string) => void
  const addEventListener = scope.addEventListener.bind(scope) as Any
  const createObjectURL = URL.createObjectURL.bind(URL) as (blob: Blob) => string
  const revokeObjectURL = URL.revokeObjectURL.bind(URL) as (url: string) => void
  const hop = makeHop(MessageChannel)
  strip(scope)
  completeLanguage(scope)
  installDefaultLocale(scope)
  /** Names of scripts by address, in an engine whose stacks only have addresses. */
  const names = new Map<string, string>()
  let isNamed = false
  const evaluate: Environment['evaluate'] = (source, filename) => {
    const url = createObjectURL(new Blob([`${source}\n//# sourceURL=${filename}`], { type: 'text/javascript' }))
    if (!isNamed) names.set(url, filename)
    try {
      importScripts(url)
      return scope[GIFT]
    } finally {
      revokeObjectURL(url)
      delete scope[GIFT]
    }
  }
  // JavaScriptCore names a script by its address and ignores `sourceURL`.
  isNamed = String(evaluate(giving('new Error().stack'), PROBE)).includes(PROBE)
  return {
    evaluate,
    nameOf: (address) => names.get(address) ?? address,
    hop,
    onRejection(unhandled) {
      addEventListener('unhandledrejection', (event: Any) => {
        event.preventDefault()
        unhandled(event.promise, event.reason)
      })
    },
    onRejectionHandled(handled) {
      addEventListener('rejectionhandled', (event: Any) => handled(event.promise))
    },
    URL,
    URLPattern,
    TextDecoder,
    TextEncoder,
    MachineDate,
  }
}

/** Returns the text of a script whose value `evaluate` returns. */
export const giving = (expression: string): string => `globalThis.${GIFT}=${expression}`

/** Makes a hop of two rounds through a channel: rejections are announced in their own task, which may come after the first. */
function makeHop(Channel: typeof MessageChannel): Environment['hop'] {
  const { port1, port2 } = new Channel()
  const waiting: { arrive: () => void; rounds: number }[] = []
  port1.onmessage = () => {
    const first = waiting.shift()
    if (!first) return
    if (--first.rounds === 0) first.arrive()
    else {
      waiting.push(first)
      port2.postMessage(null)
    }
  }
  return (then) =>
    new Promise((resolve) => {
      const arrive = () => {
        then?.()
        resolve()
      }
      waiting.push({ arrive, rounds: 2 })
      port2.postMessage(null)
    })
}

/** Removes globals. A name that can't be removed (the worker's `location`) or is shared (the events of every port) loses its value. */
function strip(scope: Any): void {
  const keep = new Set([...LANGUAGE, 'globalThis', 'constructor'])
  const events = scope.EventTarget.prototype
  for (let object = scope; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    for (const name of Object.getOwnPropertyNames(object)) {
      if (keep.has(name)) continue
      if (object === events || !Reflect.deleteProperty(object, name))
        Reflect.defineProperty(scope, name, { value: undefined })
    }
  }
  // The machine's clock and randomness; each process gets those of its world.
  delete scope.Date
  delete scope.Math.random
}
