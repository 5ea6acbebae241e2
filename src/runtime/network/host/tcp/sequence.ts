/** Arithmetic on sequence numbers, modulo 2**32 (RFC 9293 3.4). */
export type SequenceNumber = number

export function sequenceAdd(sequence: SequenceNumber, count: number): SequenceNumber {
  return (sequence + count) >>> 0
}

/** Returns how far `a` lies after `b`; negative when before. Exact for distances below 2**31. */
export function sequenceDistance(a: SequenceNumber, b: SequenceNumber): number {
  return (a - b) | 0
}

export function sequenceBefore(a: SequenceNumber, b: SequenceNumber): boolean {
  return ((a - b) | 0) < 0
}

export function sequenceAfter(a: SequenceNumber, b: SequenceNumber): boolean {
  return ((a - b) | 0) > 0
}

export function sequenceMax(a: SequenceNumber, b: SequenceNumber): SequenceNumber {
  return sequenceAfter(a, b) ? a : b
}
