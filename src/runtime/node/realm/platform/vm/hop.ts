import type { Any } from '../../types.ts'

/** So many hops in a row may keep the thread from its timers, its sockets and whoever wants to stop the world. */
const HOPS_BEFORE_MACROTASK = 64

/** Node says which rejected promises nobody handles when its own ticks are done: here that is now. Outside of a microtask those run, too. */
export function announceRejections(): void {
  ;(process as unknown as { _tickCallback(): void })._tickCallback()
}

/**
 * Leaves to the microtasks by a tick of this thread's Node, which comes when none is left and costs a quarter of a macrotask. What is done there
 * may have microtasks run whenever it wants to, as Node's own ticks do.
 */
export function createHop({ Promise: RealmPromise }: Any) {
  let hops = 0
  let hopsBeforeMacrotask = HOPS_BEFORE_MACROTASK
  let isInTick = false
  const arrive = (then: (() => void) | undefined, resolve: () => void) => {
    announceRejections()
    isInTick = true
    try {
      then?.()
    } finally {
      isInTick = false
    }
    resolve()
  }
  return {
    // Of the realm, so that awaiting it takes one microtask and not three.
    hop: (then?: () => void): Promise<void> =>
      new RealmPromise((resolve: () => void) => {
        if (++hops % hopsBeforeMacrotask === 0) setImmediate(arrive, then, resolve)
        else process.nextTick(arrive, then, resolve)
      }),
    runMicrotasks(): boolean {
      if (isInTick) announceRejections()
      return isInTick
    },
    /** From now on: what the garbage collector has found is told in macrotasks. */
    takeMacrotasks() {
      hopsBeforeMacrotask = 1
    },
  }
}
