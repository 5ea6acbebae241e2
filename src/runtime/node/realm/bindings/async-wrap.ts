import type { NativeHooks } from '../async-context.ts'
import { queueDestroy } from '../async-wrap.ts'
import { exposesGc } from '../command-line.ts'
import type { RealmContext } from '../context.ts'
import { uncaughtException } from '../fatal.ts'
import { EXITED } from '../kernel-port.ts'
import type { Any, Binding } from '../types.ts'

/**
 * Makes the `destroy` hook of collected resources. Collection is not deterministic, so it is only called in programs that collect
 * themselves (`--expose-gc`).
 */
function destroyHook(realm: RealmContext): (resource: object, id: number, destroyed?: { destroyed: boolean }) => void {
  let registry: FinalizationRegistry<() => void> | null = null
  return (resource, id, destroyed) => {
    if (!exposesGc(realm.start.execArgv ?? [])) return
    registry ??= new FinalizationRegistry((destroy) => destroy())
    registry.register(resource, () => {
      if (destroyed?.destroyed || !realm.asyncContext.destroyWanted) return
      realm.loop.wake(() => {
        realm.asyncContext.hooks.destroy?.(id)
        return false
      })
    })
  }
}

type PromiseHook = (...promises: Any[]) => void

/** Makes an error thrown by a hook an uncaught exception of the process. */
function guarded(realm: RealmContext, hook: PromiseHook | undefined) {
  if (hook === undefined) return undefined
  return (...promises: Any[]): void => {
    const outcome = realm.platform.run(() => hook(...promises))
    if (!outcome.ok && outcome.error !== EXITED) uncaughtException(realm, outcome.error, outcome.place)
  }
}

function setPromiseHooks(realm: RealmContext, ...hooks: (PromiseHook | undefined)[]): void {
  const [init, before, after, settled] = hooks.map((hook) => guarded(realm, hook))
  const wanted = hooks.some((hook) => hook !== undefined)
  realm.platform.setPromiseHooks?.(wanted ? { init, before, after, settled } : null)
}

/** `internalBinding('async_wrap')`: the ids and hooks of `async_hooks`. */
export function asyncWrapBinding(realm: RealmContext): Binding {
  const context = realm.asyncContext
  return {
    ...realm.constants.async_wrap,
    async_hook_fields: context.hookFields,
    async_id_fields: context.idFields,
    execution_async_resources: context.resources,
    get async_ids_stack() {
      return context.idStack
    },
    setupHooks(hooks: NativeHooks) {
      context.hooks = hooks
    },
    setCallbackTrampoline() {},
    setPromiseHooks: (...hooks: (PromiseHook | undefined)[]) => setPromiseHooks(realm, ...hooks),
    getPromiseHooks: () => [undefined, undefined, undefined, undefined],
    pushAsyncContext: (id: number, trigger: number) => context.push(id, trigger, undefined),
    popAsyncContext: () => context.pop(),
    clearAsyncIdStack: () => context.clear(),
    executionAsyncResource: (index: number) => context.resources[index],
    queueDestroyAsyncId: (id: number) => queueDestroy(realm, id),
    registerDestroyHook: destroyHook(realm),
  }
}
