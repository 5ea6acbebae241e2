/**
 * Control of a world without processes, and what every other kind of world is controlled by: goals of a run as data, the pace of its clock against a real
 * one as a decision, and the oracle that tells whether two runs are one. Nothing here reads a real clock; nothing here changes what happens.
 */
export { type Divergence, findDivergence, firstDifference, type RepeatableRun } from './divergence.ts'
export { type RunStop, runNetwork } from './drive.ts'
export { EventHash, type EventMark, type EventTrace, HASH_INTERVAL, hashEvents, onEvents } from './event-hash.ts'
export { type GoalWatch, type GoalWorld, type RunGoal, watchGoal } from './goal.ts'
export { Pace, type PaceOptions } from './pace.ts'
