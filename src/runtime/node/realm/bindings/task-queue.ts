import type { RealmContext } from '../context.ts'
import { LET_MICROTASKS_RUN } from '../loop.ts'
import type { Binding } from '../types.ts'

/** `internalBinding('task_queue')`: node_task_queue.cc. */
export function taskQueueBinding(realm: RealmContext): Binding {
  const { then } = Promise.prototype
  const resolved = Promise.resolve()
  return {
    ...realm.constants.task_queue,
    tickInfo: realm.taskQueue.tickInfo,
    /** They run by themselves once the stack is empty, so between two timers or immediates the stack is emptied. */
    runMicrotasks() {
      if (realm.loop.betweenCallbacks) throw LET_MICROTASKS_RUN
    },
    setTickCallback(callback: () => void) {
      realm.callbacks.tick = callback
    },
    setPromiseRejectCallback(callback: (type: number, promise: unknown, reason: unknown) => void) {
      realm.callbacks.rejection = callback
    },
    /** An exception of the callback is an uncaught one. */
    enqueueMicrotask(callback: () => void) {
      then.call(resolved, () => realm.taskQueue.enter(callback))
    },
  }
}
