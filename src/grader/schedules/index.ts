/**
 * Schedules: which ones a test of `test.schedules` runs under, and making a failing one smaller, so that a report can name the
 * one byte that matters. The cutting itself is done by Lab's peers; here are only offsets.
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
export { type Minimised, minimise } from './minimise.ts'
