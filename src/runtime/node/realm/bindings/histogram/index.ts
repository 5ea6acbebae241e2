/** The histograms of `perf_hooks`: recording, statistics, and the histogram of the event loop's delay. */
export { EventLoopDelay } from './event-loop-delay.ts'
export { HistogramHandle } from './handle.ts'
