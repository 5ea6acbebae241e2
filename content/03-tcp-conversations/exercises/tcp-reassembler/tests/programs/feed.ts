/** Hands whole lists of segments to a receiver, in its own process, and reads as it goes. */
import type { Segment } from '../contract.ts'

const { Receiver } = (await import('./receiver.ts' as string)) as typeof import('../../solution/receiver.ts')

export interface Feed {
  capacity: number
  segments: Segment[]
  /** Bytes read after each segment. */
  reads: number
}

/** The acknowledgments, and all that was read. */
export function feed({ capacity, segments, reads }: Feed): {
  answers: { ack: number; window: number }[]
  stream: Uint8Array
} {
  const receiver = new Receiver({ capacity })
  const pieces: Uint8Array[] = []
  const answers = segments.map((segment) => {
    const answer = receiver.segment(segment)
    const piece = receiver.read(reads)
    if (piece) pieces.push(Uint8Array.from(piece)) // whether it stays what it is, `keep` shows
    return answer
  })
  return { answers, stream: new Uint8Array(Buffer.concat(pieces)) }
}

/** Hands segments to a receiver without reading from it. */
export function fill({ capacity, segments }: Omit<Feed, 'reads'>): void {
  const receiver = new Receiver({ capacity })
  for (const segment of segments) receiver.segment(segment)
}

/** What was read of the first segments, once the later ones have come. */
export function keep({ capacity, segments, later }: Omit<Feed, 'reads'> & { later: Segment[] }): Uint8Array | null {
  const receiver = new Receiver({ capacity })
  for (const segment of segments) receiver.segment(segment)
  const kept = receiver.read(capacity)
  for (const segment of later) receiver.segment(segment)
  return kept
}
