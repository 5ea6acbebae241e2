import type { Connection } from './connection.ts'
import type { SequenceRange } from './receive-buffer.ts'
import { sequenceAdd, sequenceAfter } from './sequence.ts'

/** What arrived behind a gap, by last arrival, newest first (RFC 2018 4). A FIN there takes a number of its own, behind text or alone. */
export function heldRanges({ receiveBuffer, rcvNxt, finSequence, isFinNewest }: Connection): readonly SequenceRange[] {
  const { islands } = receiveBuffer
  if (finSequence === null || !sequenceAfter(finSequence, rcvNxt)) return islands
  const before = islands.find(({ end }) => end === finSequence)
  const last = { start: before?.start ?? finSequence, end: sequenceAdd(finSequence, 1) }
  if (isFinNewest) return [last, ...islands.filter((island) => island !== before)]
  return before ? islands.map((island) => (island === before ? last : island)) : [...islands, last]
}
