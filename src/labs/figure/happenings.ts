import type { Nanoseconds } from '../../runtime/network/index.ts'
import type { FigureRun } from './view.ts'

/** The flight of a packet, or a moment at which something was printed. */
export interface Happening {
  at: Nanoseconds
  until: Nanoseconds
}

/** All that can be seen of runs on one clock, by its beginning. */
export function happeningsOf(runs: readonly FigureRun[]): Happening[] {
  return runs
    .flatMap(({ packets, printed }) => [
      ...packets.map(({ at, arrives }) => ({ at, until: arrives ?? at })),
      ...printed.map(({ at }) => ({ at, until: at })),
    ])
    .sort((a, b) => a.at - b.at)
}

/** When the last of them is over. */
export function endOfHappenings(happenings: readonly Happening[]): Nanoseconds {
  return happenings.reduce((last, { until }) => Math.max(last, until), 0)
}

/** More than this of an idle stretch is passed over. */
const LONGEST_IDLE: Nanoseconds = 30e6

/** Virtual time in which something happens, or will soon. */
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

/** In a long idle stretch: on to shortly before something happens. */
export function skipIdle(happenings: readonly Happening[], moment: Nanoseconds): Nanoseconds {
  const isBusy = happenings.some(({ at, until }) => at <= moment && until >= moment)
  const next = happenings.find(({ at }) => at > moment)
  return isBusy || !next ? moment : Math.max(moment, next.at - LONGEST_IDLE)
}
