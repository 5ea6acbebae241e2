import type { Nanoseconds } from '#network'

/** An idle stretch, drawn at a fixed height that says how much time it hides. */
export interface Fold {
  from: Nanoseconds
  to: Nanoseconds
  y: number
  height: number
}
export interface TimeAxis {
  folds: Fold[]
  /** Pixels from the top of the first burst to the end of the last. */
  height: number
  /** y of a moment. Moments outside the bursts are at the nearest end. */
  y(time: Nanoseconds): number
  /** The moment at a y. */
  time(y: number): Nanoseconds
}
export interface TimeAxisOptions {
  pixelsPerMillisecond: number
  /** Longer idle stretches, in milliseconds, are folded. */
  foldOver: number
  foldHeight?: number
}

interface Burst {
  from: Nanoseconds
  to: Nanoseconds
  y: number
}

/**
 * Time down the page: linear while packets are in flight, folded in between. `spans` are the flights of the packets.
 */
export function timeAxis(spans: readonly (readonly [Nanoseconds, Nanoseconds])[], options: TimeAxisOptions): TimeAxis {
  const { pixelsPerMillisecond, foldOver, foldHeight = 34 } = options
  const pixels = (duration: Nanoseconds) => (duration / 1e6) * pixelsPerMillisecond
  const bursts: Burst[] = []
  const folds: Fold[] = []
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = bursts.at(-1)
    if (!last) bursts.push({ from, to, y: 0 })
    else if (from - last.to <= foldOver * 1e6) last.to = Math.max(last.to, to)
    else {
      const y = last.y + pixels(last.to - last.from)
      folds.push({ from: last.to, to: from, y, height: foldHeight })
      bursts.push({ from, to, y: y + foldHeight })
    }
  }
  const end = bursts.at(-1)
  return {
    folds,
    height: end ? end.y + pixels(end.to - end.from) : 0,
    y(time) {
      const burst = burstAt(bursts, time)
      if (!burst) return 0
      if (time <= burst.to) return burst.y + pixels(Math.max(0, time - burst.from))
      const fold = folds.find((candidate) => candidate.from === burst.to)
      const bottom = burst.y + pixels(burst.to - burst.from)
      return fold ? bottom + fold.height * ((time - fold.from) / (fold.to - fold.from)) : bottom
    },
    time(y) {
      const fold = folds.find((one) => y > one.y && y < one.y + one.height)
      if (fold) return Math.round(fold.from + ((y - fold.y) / fold.height) * (fold.to - fold.from))
      const burst = bursts.findLast((one) => one.y <= y) ?? bursts[0]
      if (!burst) return 0
      const time = burst.from + ((y - burst.y) / pixelsPerMillisecond) * 1e6
      return Math.round(Math.min(burst.to, Math.max(burst.from, time)))
    },
  }
}

/** The last burst that has started by then, or the first. */
function burstAt(bursts: readonly Burst[], time: Nanoseconds): Burst | undefined {
  let low = 0
  let high = bursts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (bursts[middle]!.from <= time) low = middle
    else high = middle - 1
  }
  return bursts[low]
}
