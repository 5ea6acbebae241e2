/**
 * Loss recovery of a sender, after Linux: `../retransmission-queue` records what is in flight, `rack` detects losses,
 * `loss-probe` probes when acknowledgments stop, `recover` runs the states of recovery, `timeout-recovery` those after a
 * timeout, `window-reduction` sets the window meanwhile, `undo` reverts mistaken reductions. The long-term window is the job of
 * congestion control, not of this folder.
 */

export { type AcknowledgmentNews, noNews } from './acknowledgment-news.ts'
export { sendLossProbe } from './loss-probe.ts'
export { noteDelivered, noteReordering } from './rack.ts'
export { enterRecoveryByTime, recover } from './recover.ts'
export { retransmitLost } from './retransmit-lost.ts'
export { takeSackBlocks } from './sack-blocks.ts'
export { enterLoss } from './timeout-recovery.ts'
