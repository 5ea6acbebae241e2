import v8 from 'node:v8'
import type { Any, Platform, PromiseHooks } from '../../types.ts'

const isPrototype = Object.prototype.isPrototypeOf

/** What V8 calls a job of which the hooks have not seen the beginning. */
const UNSEEN = {}

type Tracked = Required<Pick<Platform, 'run' | 'hop' | 'setPromiseHooks'>>

/**
 * V8's hooks on promises, for those of one program. V8 calls them for every promise of the thread: others have another prototype, and those of this
 * runtime's own loop come about while neither the program's code nor a microtask of its runs. Its microtasks run within `run` and during a hop.
 */
export function trackPromises({ Promise: RealmPromise }: Any, { run, hop }: Pick<Platform, 'run' | 'hop'>): Tracked {
  const { prototype } = RealmPromise
  let running = 0
  let hopping = false
  /** The promise for which a microtask of the program's runs. */
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
