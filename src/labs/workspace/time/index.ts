/** Time controls, and the row at the bottom of the page: transport, timeline, replay bar. */
export { ReplayBar } from './replay-bar.tsx'
export { TimeControl } from './time-control.ts'
export { timelineSteps } from './timeline-steps.ts'
export { Transport } from './transport.tsx'
