/** Algorithms of congestion control behind one interface. What counts as loss is decided in `recovery.ts`, not here. */
export type { CongestionControl, CongestionWindow } from './congestion-control.ts'
export { Reno } from './reno.ts'
