/**
 * A pool of warm containers: submit a job, follow its tests, get its report, cancel it. This folder decides which container does what and when;
 * `../container` confines a container, and jobs come from elsewhere (a batch, a queue's worker).
 */
export { CancelledError, type Grading, GradingPool, type PoolOptions } from './grading-pool.ts'
export { containerSource, type Progress, WarmContainer } from './warm-container.ts'
