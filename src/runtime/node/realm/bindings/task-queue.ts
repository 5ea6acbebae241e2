import type { RealmContext } from '../context.ts'
import { LET_MICROTASKS_RUN } from '../loop.ts'
import type { Binding } from '../types.ts'

/** `internalBinding('task_queue')`: node_task_queue.cc. */
export function taskQueueBinding(realm: RealmContext): Binding {
  const { then } = Promise.prototype
  const resolved = Promise.resolve()
  const enqueue = realm.platform.enqueueMicrotask ?? ((callback: () => void) => then.call(resolved, callback))
  return {
    ...realm.constants.task_queue,
    tickInfo: realm.taskQueue.tickInfo,
    /** Where microtasks only run once the stack is empty, the stack is emptied between two timers or immediates. */
    runMicrotasks() {
      if (realm.platform.runMicrotasks?.()) return
      if (realm.loop.betweenCallbacks) throw LET_MICROTASKS_RUN
    },
    setTickCallback(callback: () => void) {
      realm.callbacks.tick = callback
    },
    setPromiseRejectCallback(callback: (type: number, promise: unknown, reason: unknown) => void) {
      realm.callbacks.rejection = callback
    },
    /** An exception of the callback is uncaught. */
    enqueueMicrotask(callback: () => void) {
      enqueue(() => realm.taskQueue.enter(callback))
    },
  }
}
