import type { Explicit } from '#lab'

/**
 * How a stream was cut, as its difference from "each piece as it was sent": boundaries added inside a piece, and boundaries
 * between pieces taken away. Offsets count from the stream's first byte.
 */
export interface Difference {
  cut: number[]
  join: number[]
}

/** One element of a difference, which minimization may remove. */
export interface Change {
  kind: 'cut' | 'join'
  offset: number
}

/** Sorted by offset, so that halving keeps the earliest. */
export function changesOf({ cut, join }: Difference): Change[] {
  const changes: Change[] = [
    ...cut.map((offset): Change => ({ kind: 'cut', offset })),
    ...join.map((offset): Change => ({ kind: 'join', offset })),
  ]
  return changes.sort((a, b) => a.offset - b.offset)
}

export function differenceOf(changes: readonly Change[]): Difference {
  const offsets = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).map(({ offset }) => offset)
  return { cut: offsets('cut'), join: offsets('join') }
}

export const isEmpty = ({ cut, join }: Difference): boolean => cut.length === 0 && join.length === 0

/** Whether `whole` makes every change that `part` makes. */
export function contains(whole: Difference, part: Difference): boolean {
  return (
    part.cut.every((offset) => whole.cut.includes(offset)) && part.join.every((offset) => whole.join.includes(offset))
  )
}

/** The schedule that makes exactly this difference; `connection` as Lab counts them, none for every connection. */
export function explicitSchedule({ cut, join }: Difference, connection?: number): Explicit {
  return { kind: 'explicit', cut, join, ...(connection !== undefined && { connection }) }
}

/** `byte 16 began a new segment`, `the pieces at byte 6 came together`; empty for no difference. */
export function describeDifference({ cut, join }: Difference): string {
  const parts = [
    cut.length > 0 && `${bytes(cut)} began ${cut.length === 1 ? 'a new segment' : 'new segments'}`,
    join.length > 0 && `the pieces before and after ${bytes(join)} came together`,
  ]
  return parts.filter(Boolean).join(' and ')
}

function bytes(offsets: number[]): string {
  const shown = offsets.slice(0, 4).join(', ')
  const more = offsets.length > 4 ? ` and ${offsets.length - 4} more` : ''
  return `byte${offsets.length === 1 ? '' : 's'} ${shown}${more}`
}
