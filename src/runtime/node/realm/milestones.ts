/** Start times of a process and its event loop, as `performance.nodeTiming` reports them. */
import { MICROSECOND } from '#network'
import { TURN_COST } from '../syscalls/index.ts'
import type { RealmContext } from './context.ts'

/** Share of the first turn's cost between the starts of Node, V8, the environment and the library. */
const BOOT_STEP = TURN_COST / 5

/**
 * Sets the milestones of a process's start: `milestones` are in ns since the world's start, the time origin's timestamp in µs since the Unix
 * epoch. The loop has neither begun nor ended.
 */
export function beginPerformance(realm: RealmContext): void {
  const { constants } = realm.constants.performance
  const at = (name: string) => constants[`NODE_PERFORMANCE_MILESTONE_${name}`]
  realm.milestones.fill(realm.startedAt)
  for (const [step, name] of ['NODE_START', 'V8_START', 'ENVIRONMENT', 'BOOTSTRAP_COMPLETE'].entries())
    realm.milestones[at(name)] = realm.startedAt + (step + 1) * BOOT_STEP
  realm.milestones[at('LOOP_START')] = realm.milestones[at('LOOP_EXIT')] = -1
  realm.milestones[at('TIME_ORIGIN_TIMESTAMP')] = realm.start.epochMs * 1000 + realm.startedAt / MICROSECOND
}

/** Records that the loop begins or ends now, unless it already has. */
export function passMilestone(realm: RealmContext, name: 'LOOP_START' | 'LOOP_EXIT'): void {
  const index = realm.constants.performance.constants[`NODE_PERFORMANCE_MILESTONE_${name}`]
  if (realm.milestones[index] === -1) realm.milestones[index] = realm.kernel.time
}
