import type { SackBlock } from '../../wire/index.ts'
import type { Connection } from './connection.ts'
import { sequenceAdd, sequenceAfter } from './sequence.ts'

/** Returns the ranges that arrived behind a gap, newest arrival first (RFC 2018 4). A FIN there takes its own number, behind text or alone. */
export function heldRanges({ rcv }: Connection): readonly SackBlock[] {
  const { buffer, nxt, finSequence, isFinNewest } = rcv
  const { islands } = buffer
  if (finSequence === null || !sequenceAfter(finSequence, nxt)) return islands
  const before = islands.find(({ right }) => right === finSequence)
  const last = { left: before?.left ?? finSequence, right: sequenceAdd(finSequence, 1) }
  if (isFinNewest) return [last, ...islands.filter((island) => island !== before)]
  return before ? islands.map((island) => (island === before ? last : island)) : [...islands, last]
}
