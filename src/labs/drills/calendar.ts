const DAY_MS = 86_400_000

/** The learner's own calendar day, counted from any day on: it changes at their midnight. */
export function today(now = new Date()): number {
  return Math.floor((now.getTime() - now.getTimezoneOffset() * 60_000) / DAY_MS)
}
