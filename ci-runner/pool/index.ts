/**
 * A pool of warm containers: submit a job, hear of its tests, get its report, take it back. Here is which container does what when;
 * how a container is confined is in `../container`, and who has jobs (a batch, a queue's worker) is no matter of this folder.
 */
export { CancelledError, type Grading, GradingPool, type PoolOptions } from './grading-pool.ts'
export { containerSource, type Progress, WarmContainer } from './warm-container.ts'
