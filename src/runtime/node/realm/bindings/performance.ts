import type { RealmContext } from '../context.ts'
import type { Binding } from '../types.ts'

const MILLISECOND = 1_000_000

const MICROSECOND = 1_000

/** Says when the process began: `milestones` are ns since the world's start, the time origin's time stamp µs since the Unix epoch. */
export function beginPerformance(realm: RealmContext): void {
  const { NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP: timestamp } = realm.constants.performance.constants
  realm.milestones.fill(realm.startedAt)
  realm.milestones[timestamp] = realm.start.epochMs * 1000 + realm.startedAt / MICROSECOND
}

/** `internalBinding('performance')`: the host's clock in ms since the process's start. */
export function performanceBinding(realm: RealmContext): Binding {
  const unsupported = (): never => {
    throw new Error('Histograms of perf_hooks are not supported here yet')
  }
  return {
    ...realm.constants.performance,
    milestones: realm.milestones,
    observerCounts: new Uint32Array(8),
    now: () => (realm.kernel.clock() - realm.startedAt) / MILLISECOND,
    getTimeOrigin: () => realm.startedAt / MILLISECOND,
    getTimeOriginTimestamp: () => realm.start.epochMs + realm.startedAt / MILLISECOND,
    loopIdleTime: () => 0,
    uvMetricsInfo: () => [0, 0, 0],
    setupObservers() {},
    installGarbageCollectionTracking() {},
    removeGarbageCollectionTracking() {},
    notify() {},
    markBootstrapComplete() {},
    Histogram: class Histogram {},
    createELDHistogram: unsupported,
  }
}
