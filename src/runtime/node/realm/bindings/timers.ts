import type { RealmContext } from '../context.ts'
import type { Binding } from '../types.ts'

/** `internalBinding('timers')`: libuv's one timer and its immediates, below all of Node's. */
export function timersBinding(realm: RealmContext): Binding {
  const { loop } = realm
  return {
    immediateInfo: loop.immediateInfo,
    timeoutInfo: loop.timeoutInfo,
    setupTimers(processImmediate: () => void, processTimers: (now: number) => number) {
      realm.callbacks.processImmediate = processImmediate
      realm.callbacks.processTimers = processTimers
    },
    getLibuvNow() {
      realm.kernel.clock() // a busy wait for it to change must end
      return loop.nowMs()
    },
    scheduleTimer: (ms: number) => loop.scheduleTimer(ms),
    toggleTimerRef(referenced: boolean) {
      loop.timerReferenced = referenced
    },
    toggleImmediateRef() {}, // `immediateInfo` has it
  }
}
