import type { WorldEvidence } from '#lab'

/** How late a failed test's world was, and signs that it was later than could be measured. */
export type Lateness = Pick<WorldEvidence, 'lagMs' | 'shortestWaitMs' | 'othersShare'>

/** Share of the shortest wait: whatever should happen within it has this much time to spare. */
const SPARE_SHARE = 0.25
/** A world that is less late than this is never too late. */
const LEAST_MS = 15
/** Usual delay of a world on an idle machine. */
const NOTHING_MS = 5
const BUSY_SHARE = 0.25

/** Whether the world was too late to say anything about the submission. `allowedMs`: what the time of the whole test allows. */
export function isTooLate({ lagMs, shortestWaitMs }: Lateness, allowedMs: number): boolean {
  const spare = shortestWaitMs === null ? allowedMs : Math.max(LEAST_MS, SPARE_SHARE * shortestWaitMs)
  return lagMs > Math.min(allowedMs, spare)
}

/** Whether it was late, or on a busy machine: something may have been later than could be measured. */
export const isDoubtful = ({ lagMs, othersShare }: Lateness): boolean => lagMs > NOTHING_MS || othersShare > BUSY_SHARE
