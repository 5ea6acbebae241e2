import type { RealmContext } from './context.ts'
import type { Any } from './types.ts'

/** The realm of a handle. Not a method: a program that gets hold of a handle must not reach the platform through it. */
export let realmOf: (wrap: AsyncWrap) => RealmContext

/** Type that `async_hooks` reports, such as `TCPWRAP`. Not a method: see `realmOf`. */
export let providerOf: (wrap: AsyncWrap) => string

/** AsyncWrap::set_provider_type: sets the type of a wrap that was made without one. `async_hooks` sees the wrap from its next `asyncReset` on. */
export let setProvider: (wrap: AsyncWrap, provider: string) => void

/** node::MakeCallback: calls `callback` on `wrap` in its asynchronous context. An exception propagates to the event loop. */
export let makeCallback: (wrap: AsyncWrap, callback: unknown, ...parameters: unknown[]) => Any

/** AsyncWrap::EmitDestroy: reports that a wrap is gone for good. `async_hooks` is notified in the next round of the loop. */
export let destroyWrap: (wrap: AsyncWrap) => void

/** Calls a request's callback and ends the request. */
export function completeRequest(request: AsyncWrap, callback: unknown, ...parameters: unknown[]): void {
  makeCallback(request, callback, ...parameters)
  destroyWrap(request)
}

/** What libuv handles and requests have in common as `async_hooks` sees them (node::AsyncWrap). */
export class AsyncWrap {
  readonly #realm: RealmContext
  #provider: string
  #id = -1
  #trigger = 0
  /** Frame of the code that created it. */
  #frame: unknown

  static {
    realmOf = (wrap) => wrap.#realm
    providerOf = (wrap) => wrap.#provider
    setProvider = (wrap, provider) => {
      wrap.#provider = provider
    }
    makeCallback = (wrap, callback, ...parameters) => {
      if (typeof callback !== 'function') return undefined
      const context = wrap.#realm.asyncContext
      context.push(wrap.#id, wrap.#trigger, wrap)
      context.emitBefore(wrap.#id)
      const { frame } = wrap.#realm
      const before = frame.current
      if (frame.used) frame.current = wrap.#frame
      const result = callback.apply(wrap, parameters)
      if (frame.used) frame.current = before
      context.emitAfter(wrap.#id)
      context.pop()
      return result
    }
    destroyWrap = (wrap) => {
      queueDestroy(wrap.#realm, wrap.#id)
      wrap.#id = -1
    }
  }

  /** Without a provider, `async_hooks` isn't notified yet. */
  constructor(realm: RealmContext, provider?: string) {
    this.#realm = realm
    this.#provider = provider ?? 'NONE'
    if (provider !== undefined) this.asyncReset()
  }

  getAsyncId(): number {
    return this.#id
  }

  getProviderType(): number {
    return this.#realm.constants.async_wrap.Providers[this.#provider]
  }

  /** Gives a resource that is used again (an HTTP parser, a kept-alive socket) a new identity. */
  asyncReset(resource: object = this): void {
    const context = this.#realm.asyncContext
    if (this.#id >= 0) queueDestroy(this.#realm, this.#id)
    this.#trigger = context.trigger()
    this.#id = context.newId()
    this.#frame = this.#realm.frame.current
    context.emitInit(this.#id, this.#provider, this.#trigger, resource)
  }
}

/** Queues a call of the `destroy` hooks for when no code of the program is running (AsyncWrap::DestroyAsyncIdsCallback). */
export function queueDestroy({ asyncContext, loop }: RealmContext, id: number): void {
  if (id >= 0 && asyncContext.destroyWanted) loop.defer(() => asyncContext.hooks.destroy?.(id))
}
