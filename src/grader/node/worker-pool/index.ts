/**
 * A worker pool for the worlds of fault tests. A program runs in its thread, next to the kernel and the test: only for
 * programs that may be trusted with both. The caller runs again what the pool calls failed.
 */
export { type PoolJob, WorkerPool, type WorkerPoolOptions } from './worker-pool.ts'
