/** The peer's SACK option: ranges it holds out of order (RFC 2018), and data it received twice (D-SACK, RFC 2883). */
import type { Nanoseconds } from '../../../clock.ts'
import type { SackBlock } from '../../../wire/index.ts'
import type { Connection } from '../connection.ts'
import type { SentSegment } from '../retransmission-queue.ts'
import type { Segment } from '../segment.ts'
import { type SequenceNumber, sequenceAfter, sequenceBefore } from '../sequence.ts'
import type { AcknowledgmentNews } from './acknowledgment-news.ts'
import { noteDelivered, noteReordering } from './rack.ts'
import { countDuplicates } from './undo.ts'

/** Returns the round trip of the oldest segment newly reported and sent only once; null without one. */
export function takeSackBlocks(connection: Connection, segment: Segment, news: AcknowledgmentNews): Nanoseconds | null {
  const blocks = segment.options.sackBlocks
  if (blocks === undefined || blocks.length === 0) return null
  const duplicate = isDuplicateReport(blocks, segment.acknowledgmentNumber)
  if (duplicate) takeDuplicate(connection, blocks[0]!, news)
  const reporting = new Report(connection, news)
  for (let index = duplicate ? 1 : 0; index < blocks.length; index++) {
    const block = blocks[index]!
    if (isSensible(connection, block)) connection.sent.markSacked(block, reporting.arrived)
  }
  return reporting.finish()
}

/** Blocks outside the data in flight are old or forged. */
function isSensible(connection: Connection, { left, right }: SackBlock): boolean {
  if (!sequenceBefore(left, right) || sequenceAfter(right, connection.snd.nxt)) return false
  return !sequenceBefore(left, connection.snd.una)
}

/** Detects a D-SACK: the first block lies below the acknowledgment, or within the second block (RFC 2883 4). */
function isDuplicateReport(blocks: readonly SackBlock[], acknowledgment: SequenceNumber): boolean {
  const [first, second] = blocks as [SackBlock, SackBlock | undefined]
  if (!sequenceBefore(first.left, first.right)) return false
  if (sequenceBefore(first.left, acknowledgment)) return !sequenceAfter(first.right, acknowledgment)
  if (second === undefined) return false
  return !sequenceBefore(first.left, second.left) && !sequenceAfter(first.right, second.right)
}

function takeDuplicate(connection: Connection, block: SackBlock, news: AcknowledgmentNews): void {
  const { recovery } = connection
  connection.services.count('TCPDSACKRecv')
  connection.stats.dsackDups++
  // Without a retransmission, the network duplicated it or it was a window probe: not our mistake.
  if (connection.stats.totalRetrans === 0) return
  news.duplicateReported = true
  news.probeDuplicated = recovery.probeRetransmitted && block.right === recovery.probeEnd
  countDuplicates(connection, block)
}

/** Collects the facts in the blocks of one acknowledgment. */
class Report {
  readonly #connection: Connection
  readonly #news: AcknowledgmentNews
  #oldest: Nanoseconds | null = null
  #reordered: SequenceNumber | null = null

  constructor(connection: Connection, news: AcknowledgmentNews) {
    this.#connection = connection
    this.#news = news
  }

  readonly arrived = (segment: SentSegment): void => {
    this.#news.newlySacked++
    noteDelivered(this.#connection, segment)
    if (segment.transmissions > 1) return
    if (this.#oldest === null || segment.sentAt < this.#oldest) this.#oldest = segment.sentAt
    if (this.#reordered === null || sequenceBefore(segment.start, this.#reordered)) this.#reordered = segment.start
    if (!sequenceAfter(segment.end, this.#connection.recovery.recover)) this.#news.originalArrived = true
  }

  finish(): Nanoseconds | null {
    if (this.#reordered !== null) noteReordering(this.#connection, this.#reordered, this.#news.highestBefore)
    return this.#oldest === null ? null : this.#connection.now - this.#oldest
  }
}
