const DAY_MS = 86_400_000

/** Returns the learner's calendar day, counted from a fixed day: it changes at their midnight. */
export function today(now = new Date()): number {
  return Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / DAY_MS)
}
