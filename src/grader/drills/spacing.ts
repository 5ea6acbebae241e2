/** One practiced round. */
export interface Practised {
  /** The learner's own calendar day, counted from any day: 0, 1, 2, … */
  day: number
  seed: number
  right: number
  of: number
}

/** Days from one good round to the next. */
export const SPACING_DAYS: readonly number[] = [1, 3, 7, 21]

export interface Progress {
  /** Good rounds in a row, each on or after the day it was due and with a seed of its own. */
  stage: number
  /** The first day on which the next round counts; null before the first one. */
  due: number | null
  /** Two good rounds on different days with different seeds. */
  mastered: boolean
}

/**
 * A learner's progress with a pack. A good round moves on to the next interval, if it is due and its questions are new; one
 * that comes earlier changes nothing, so that cramming earns nothing. After a round that is not good, the interval is one day again.
 */
export function progressOf(history: readonly Practised[], mastery = 0.9): Progress {
  const inOrder = history.toSorted((a, b) => a.day - b.day)
  let stage = 0
  let due: number | null = null
  let mastered = false
  const seeds = new Set<number>()
  for (const { day, seed, right, of } of inOrder) {
    const isGood = right >= mastery * of
    const counts = (due === null || day >= due) && !seeds.has(seed)
    seeds.add(seed)
    if (!isGood) stage = 0
    else if (!counts) continue
    else stage++
    due = day + SPACING_DAYS[Math.min(Math.max(stage - 1, 0), SPACING_DAYS.length - 1)]!
    mastered ||= stage >= 2
  }
  return { stage, due, mastered }
}

/**
 * Chooses the packs for a lesson's first questions: those that have been practiced and are due, the longest overdue
 * first; then those that the learner knows least.
 */
export function warmUp(histories: ReadonlyMap<string, readonly Practised[]>, today: number, count = 3): string[] {
  const packs = [...histories]
    .filter(([, history]) => history.length > 0)
    .map(([drill, history]) => ({ drill, ...progressOf(history) }))
  const overdue = packs.filter(({ due }) => due! <= today).toSorted((a, b) => a.due! - b.due!)
  const others = packs.filter(({ due }) => due! > today).toSorted((a, b) => a.stage - b.stage || a.due! - b.due!)
  const chosen = [...overdue, ...others].map(({ drill }) => drill)
  if (chosen.length === 0) return []
  return Array.from({ length: count }, (_, i) => chosen[i % chosen.length]!)
}
