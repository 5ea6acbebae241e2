/** Congestion control algorithms behind one interface. `recovery` decides what counts as loss. */
import type { CongestionControl, CongestionControlName } from './congestion-control.ts'
import { Cubic } from './cubic.ts'
import { Reno } from './reno.ts'

export type { CongestionControl, CongestionControlName, CongestionWindow } from './congestion-control.ts'

/** Ordered by their numbers as a socket option. */
export const CONGESTION_CONTROLS: readonly CongestionControlName[] = ['reno', 'cubic']

export function createCongestionControl(name: CongestionControlName): CongestionControl {
  return name === 'cubic' ? new Cubic() : new Reno()
}
