import type { NativeHooks } from '../async-context.ts'
import { exposesGc } from '../command-line.ts'
import type { RealmContext } from '../context.ts'
import type { Binding } from '../types.ts'

/**
 * `destroy` of a resource that has been collected. When that is, is not deterministic: only programs that collect by themselves
 * (`--expose-gc`) are told.
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

/** `internalBinding('async_wrap')`: the ids and hooks of `async_hooks`. Promise hooks are V8's alone, so there are none. */
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
    setPromiseHooks() {},
    getPromiseHooks: () => [undefined, undefined, undefined, undefined],
    pushAsyncContext: (id: number, trigger: number) => context.push(id, trigger, undefined),
    popAsyncContext: () => context.pop(),
    clearAsyncIdStack: () => context.clear(),
    executionAsyncResource: (index: number) => context.resources[index],
    queueDestroyAsyncId(id: number) {
      if (context.destroyWanted) realm.loop.defer(() => context.hooks.destroy?.(id))
    },
    registerDestroyHook: destroyHook(realm),
  }
}
