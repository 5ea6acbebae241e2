import v8 from 'node:v8'
import type { Any, Platform, PromiseHooks } from '../../types.ts'

const isPrototype = Object.prototype.isPrototypeOf

/** Stands for a job whose beginning the hooks have not seen. */
const UNSEEN = {}

type Tracked = Required<Pick<Platform, 'run' | 'hop' | 'setPromiseHooks'>>

/**
 * V8's promise hooks, limited to one program. V8 calls them for every promise of the thread: others have another prototype, and this runtime's own
 * loop creates its promises while neither code nor a microtask of the program runs. The program's microtasks run within `run` and during a hop.
 */
export function trackPromises({ Promise: RealmPromise }: Any, { run, hop }: Pick<Platform, 'run' | 'hop'>): Tracked {
  const { prototype } = RealmPromise
  let running = 0
  let hopping = false
  /** The promise whose microtask of the program is running. */
  let job: object | null = null
  let stop = () => {}

  const isOurs = (promise: object) => isPrototype.call(prototype, promise)
  const isSeen = (promise: object) => (running > 0 || job !== null) && isOurs(promise)
  const hooksFor = ({ init, before, after, settled }: PromiseHooks): PromiseHooks => ({
    init: init && ((promise, parent) => isSeen(promise) && init(promise, parent)),
    before(promise) {
      if ((running === 0 && !hopping) || !isOurs(promise)) return
      job = promise
      before?.(promise)
    },
    after(promise) {
      if (job !== promise && job !== UNSEEN) return
      after?.(promise)
      job = null
    },
    settled: settled && ((promise) => isSeen(promise) && settled(promise)),
  })
  return {
    run(entry) {
      running++
      try {
        return run(entry)
      } finally {
        running--
      }
    },
    hop(then) {
      hopping = true
      return hop(() => {
        then?.()
        hopping = false
      })
    },
    setPromiseHooks(hooks) {
      stop()
      stop = () => {}
      if (hooks === null) return
      if (job === null && running === 0) job = UNSEEN
      stop = v8.promiseHooks.createHook(hooksFor(hooks) as Any) as () => void
    },
  }
}
