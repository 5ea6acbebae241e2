/**
 * Schedules: how streams are cut and what goes wrong in a test's worlds, as data, and minimizing a failing one, so that a
 * report can name the one byte or packet that matters. Lab's peers do the cutting itself; here are only offsets.
 */
export {
  type Change,
  changesOf,
  contains,
  type Difference,
  describeDifference,
  differenceOf,
  explicitSchedule,
  isEmpty,
} from './difference.ts'
export { describeFault, describeFaults, drawFaults, type Fault } from './faults/index.ts'
export { type Minimised, minimise } from './minimise.ts'
