import type { ProcessFactory } from '#node/processes/index.ts'

const BEAT_MS = 250

/**
 * Heartbeat of a thread that runs programs, for `WatchedThread`: each turn of a program counts, and a timer while the
 * thread waits. `liveness` is a counter in memory that the other thread reads.
 */
export function showLiveness(liveness: Int32Array, create: ProcessFactory): ProcessFactory {
  setInterval(() => Atomics.add(liveness, 0, 1), BEAT_MS).unref()
  return (calls, synchronous) => {
    const port = create(calls, synchronous)
    return {
      ...(port.isSynchronous !== undefined && { isSynchronous: port.isSynchronous }),
      turn(event) {
        liveness[0]!++
        return port.turn(event)
      },
      kill: (reason) => port.kill(reason),
    }
  }
}
