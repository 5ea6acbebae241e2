import type { Nanoseconds } from '#network'
import type { FigureRun } from './stored-run.ts'

/** The flight of a packet, or the moment of an output. */
export interface Happening {
  at: Nanoseconds
  until: Nanoseconds
}

/** All visible events of runs on one clock, by their start. */
export function happeningsOf(runs: readonly FigureRun[]): Happening[] {
  return runs
    .flatMap(({ packets, printed }) => [
      ...packets.map(({ at, arrives }) => ({ at, until: arrives ?? at })),
      ...printed.map(({ at }) => ({ at, until: at })),
    ])
    .sort((a, b) => a.at - b.at)
}

/** End of the last of them. */
export function endOfHappenings(happenings: readonly Happening[]): Nanoseconds {
  return happenings.reduce((last, { until }) => Math.max(last, until), 0)
}

/** Longer idle stretches are skipped. */
const LONGEST_IDLE: Nanoseconds = 30e6

/** Virtual time that is played back: events, and a moment before them. */
export function busyTime(happenings: readonly Happening[]): Nanoseconds {
  let busy = 0
  let reached = 0
  for (const { at, until } of happenings) {
    busy += Math.min(Math.max(0, at - reached), LONGEST_IDLE)
    busy += Math.max(0, until - Math.max(reached, at))
    reached = Math.max(reached, until)
  }
  return Math.max(1e6, busy)
}

/** In a long idle stretch, jumps to shortly before the next event. */
export function skipIdle(happenings: readonly Happening[], moment: Nanoseconds): Nanoseconds {
  const isBusy = happenings.some(({ at, until }) => at <= moment && until >= moment)
  const next = happenings.find(({ at }) => at > moment)
  return isBusy || !next ? moment : Math.max(moment, next.at - LONGEST_IDLE)
}
