import type { Nanoseconds } from '#network'

interface Watcher {
  /** 0: notified in every round. */
  readonly interval: Nanoseconds
  due: Nanoseconds
  readonly tell: () => void
}

/** Metrics of the event loop (uv_metrics_info, uv_metrics_idle_time) and their watchers. */
export class LoopMetrics {
  /** Time spent waiting. */
  idle: Nanoseconds = 0
  rounds = 0
  events = 0
  #waitsSince: Nanoseconds = -1
  readonly #watchers = new Set<Watcher>()

  /** Calls `tell` in every round or, with an interval, whenever that much time has passed; keeps nothing alive. Returns a function that stops it. */
  watch(now: Nanoseconds, interval: Nanoseconds, tell: () => void): () => void {
    const watcher = { interval, due: interval > 0 ? now + interval : Number.POSITIVE_INFINITY, tell }
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** Time at which the next watcher is due. */
  get due(): Nanoseconds {
    let due = Number.POSITIVE_INFINITY
    for (const watcher of this.#watchers) due = Math.min(due, watcher.due)
    return due
  }

  beginTurn(now: Nanoseconds): void {
    if (this.#waitsSince >= 0) this.idle += Math.max(0, now - this.#waitsSince)
  }

  endTurn(now: Nanoseconds): void {
    this.#waitsSince = now
  }

  /** Notifies watchers in the timers phase. */
  tick(now: Nanoseconds): void {
    for (const watcher of this.#watchers) {
      if (now < watcher.due) continue
      watcher.due = now + watcher.interval
      watcher.tell()
    }
  }

  round(): void {
    this.rounds++
    for (const { interval, tell } of this.#watchers) if (interval === 0) tell()
  }
}
