/**
 * What a sender does about loss, after Linux: `../retransmission-queue` knows what is under way, `rack` finds out what is lost,
 * `loss-probe` asks after what never answers, `recover` goes through the states of recovery, `timeout-recovery` through those after a timeout,
 * `window-reduction` sets the window meanwhile, `undo` takes back what turned out to be a mistake. How large a window may be in the
 * long run is the congestion control's business, not this folder's.
 */

export { type AcknowledgmentNews, noNews } from './acknowledgment-news.ts'
export { sendLossProbe } from './loss-probe.ts'
export { noteDelivered, noteReordering } from './rack.ts'
export { enterRecoveryByTime, recover } from './recover.ts'
export { retransmitLost } from './retransmit-lost.ts'
export { takeSackBlocks } from './sack-blocks.ts'
export { enterLoss } from './timeout-recovery.ts'
