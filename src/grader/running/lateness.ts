import type { WorldEvidence } from '#lab'

/** How late a failed test's world was, and what speaks for more than could be measured. */
export type Lateness = Pick<WorldEvidence, 'lagMs' | 'shortestWaitMs' | 'othersShare'>

/** Of the shortest wait: what was to happen within it has this much time to spare. */
const SPARE_SHARE = 0.25
/** No world is less late than this. */
const LEAST_MS = 15
/** As late as any world is, on a machine that has nothing else to do. */
const NOTHING_MS = 5
const BUSY_SHARE = 0.25

/** Too late to say anything about the submission. `allowedMs`: what the time that the whole test took allows. */
export function isTooLate({ lagMs, shortestWaitMs }: Lateness, allowedMs: number): boolean {
  const spare = shortestWaitMs === null ? allowedMs : Math.max(LEAST_MS, SPARE_SHARE * shortestWaitMs)
  return lagMs > Math.min(allowedMs, spare)
}

/** Late, or on a machine that others keep busy: something may have been later than could be measured. */
export const isDoubtful = ({ lagMs, othersShare }: Lateness): boolean => lagMs > NOTHING_MS || othersShare > BUSY_SHARE
