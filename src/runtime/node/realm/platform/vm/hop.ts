import type { Any } from '../../types.ts'

/** Hops in a row that may delay the thread's timers and sockets, and a request to stop the world. */
const HOPS_BEFORE_MACROTASK = 64

/** Makes Node report unhandled rejections now; it does so after its own ticks. Outside of a microtask, this runs microtasks too. */
export function announceRejections(): void {
  ;(process as unknown as { _tickCallback(): void })._tickCallback()
}

/**
 * Makes hops that let microtasks run by a tick of this thread's Node, which comes when no microtask is left and costs a quarter of a
 * macrotask. Code in that tick can run microtasks at any time, as Node's own ticks do.
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
    // A promise of the realm, so that awaiting it takes one microtask and not three.
    hop: (then?: () => void): Promise<void> =>
      new RealmPromise((resolve: () => void) => {
        if (++hops % hopsBeforeMacrotask === 0) setImmediate(arrive, then, resolve)
        else process.nextTick(arrive, then, resolve)
      }),
    runMicrotasks(): boolean {
      if (isInTick) announceRejections()
      return isInTick
    },
    /** Uses a macrotask for every hop from now on: the garbage collector's findings are reported in macrotasks. */
    takeMacrotasks() {
      hopsBeforeMacrotask = 1
    },
  }
}
