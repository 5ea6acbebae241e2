import { Op, type SyscallResult } from '../syscalls/index.ts'
import type { RealmContext } from './context.ts'
import type { EventTarget } from './event-targets.ts'

/** What a module outside of Node's library may use: the process's system calls and its event loop, and nothing else of the realm. */
export interface ModuleHost {
  call(op: Op, a?: number, b?: number, c?: number, str?: string, bytes?: Uint8Array | null): number
  /** Second results of the last call. */
  readonly out: SyscallResult
  /** Milliseconds since the Unix epoch at the world's start. */
  readonly epochMs: number
  /** Calls `onReady` whenever one of these `Ready` bits holds, until the interest is 0; keeps the process alive until then. */
  watch(fd: number, interest: number, onReady: () => void): void
  /** Runs `callback` in the next round of the event loop and keeps the process alive until then. */
  defer(callback: () => void): void
  /** Returns a function that clears the timer. */
  setTimeout(callback: () => void, ms: number): () => void
}

export function moduleHost(realm: RealmContext): ModuleHost {
  const { kernel, loop } = realm
  const watched = new Map<number, EventTarget>()
  return {
    call: (...call) => kernel.call(...call),
    get out() {
      return kernel.out
    },
    epochMs: realm.start.epochMs,
    watch(fd, interest, onReady) {
      const before = watched.get(fd)
      if (before !== undefined) loop.reference(before, false)
      watched.delete(fd)
      loop.targets.forgetDescriptor(fd)
      if (interest > 0) {
        const target = { isWatching: true, onEvent: onReady }
        watched.set(fd, target)
        loop.targets.watchDescriptor(fd, target)
        loop.reference(target, true)
      }
      kernel.post(Op.watch, fd, interest, 1)
    },
    defer: (callback) => loop.defer(callback),
    setTimeout(callback, ms) {
      const timers = realm.require('timers')
      const timer = timers.setTimeout(callback, ms)
      return () => timers.clearTimeout(timer)
    },
  }
}
