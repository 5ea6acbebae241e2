/** The histograms of `perf_hooks`: recording, what is asked of them, and the one of the event loop's delay. */
export { EventLoopDelay } from './event-loop-delay.ts'
export { HistogramHandle } from './handle.ts'
