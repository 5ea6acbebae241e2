import type { Any } from './types.ts'

/** A proxy's target and handler, null once it is revoked. */
type Details = readonly [target: object | null, handler: object | null]

/**
 * Proxies of one process. V8 reveals their target and handler only to C++; here a replacement of the global object's `Proxy` records
 * each proxy when it is made.
 */
export class ProxyRecord {
  readonly #details = new WeakMap<object, Details>()
  /** The program's own `Proxy`. */
  readonly constructorOfProgram: object

  constructor(global: Any) {
    const { Proxy: EngineProxy } = global as { Proxy: ProxyConstructor }
    const note = (proxy: object, ...details: Details) => {
      this.#details.set(proxy, details)
      return proxy
    }
    const revocable = (target: object, handler: object) => {
      const { proxy, revoke } = EngineProxy.revocable(target, handler)
      note(proxy, target, handler)
      const nameless = [
        () => {
          revoke()
          note(proxy, null, null)
        },
      ]
      return { proxy, revoke: nameless[0] }
    }
    this.constructorOfProgram = new EngineProxy(EngineProxy, {
      construct: (_, [target, handler]) => note(new EngineProxy(target, handler), target, handler),
      get: (_, name) => (name === 'revocable' ? revocable : EngineProxy[name as 'revocable']),
    })
    const value = this.constructorOfProgram
    Object.defineProperty(global, 'Proxy', { value, writable: true, enumerable: false, configurable: true })
  }

  detailsOf(value: unknown): Details | undefined {
    return this.#details.get(value as object)
  }
}
