import type { Connection } from '../connection.ts'
import { retransmit } from '../output.ts'
import { restartRetransmission } from '../retransmission-timer.ts'
import { sequenceAdd, sequenceBefore } from '../sequence.ts'

/** Retransmits lost segments as far as the window allows. */
export function retransmitLost(connection: Connection): void {
  const { sent, congestion } = connection
  const windowEnd = sequenceAdd(connection.snd.una, connection.snd.wnd)
  let first: number | null = null
  for (let index = 0; index < sent.length && sent.lostCount > sent.resentCount; index++) {
    if (sent.inFlight >= congestion.cwnd) break
    const segment = sent.at(index)!
    if (!segment.lost || segment.resent) continue
    // Beyond a window that shrank, retransmit only the first segment (RFC 9293 MAY-7).
    if (index > 0 && !sequenceBefore(segment.start, windowEnd)) break
    connection.recovery.prrOut++
    first ??= index
    retransmit(connection, segment, index)
  }
  if (first === 0 && connection.timerPurpose !== 'reordering') restartRetransmission(connection)
}
