import type { RealmContext } from '../context.ts'
import type { Binding } from '../types.ts'

const MILLISECOND = 1_000_000

/** `internalBinding('performance')`: the host's clock in ms since the process's start. */
export function performanceBinding(realm: RealmContext): Binding {
  const { constants } = realm.constants.performance
  // Milestones are ns since the world's start; the time origin is when the process started.
  const milestones = new Float64Array(
    Object.keys(constants).filter((name) => name.startsWith('NODE_PERFORMANCE_MILESTONE_')).length + 1,
  )
  const unsupported = (): never => {
    throw new Error('Histograms of perf_hooks are not supported here yet')
  }
  return {
    ...realm.constants.performance,
    milestones,
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
