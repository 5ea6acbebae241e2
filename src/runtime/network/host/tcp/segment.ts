/** A TCP segment as the state machine sees it: checksum verified, options read, addresses known from the connection. */
import { TcpFlag, type TcpOptions } from '../../wire/index.ts'
import type { SequenceNumber } from './sequence.ts'

/** The options that a segment has, of those that this stack understands (RFC 9293 3.2, RFC 7323, RFC 2018). */
export type SegmentOptions = { -readonly [Name in keyof TcpOptions]?: NonNullable<TcpOptions[Name]> }

export interface Segment {
  readonly sequenceNumber: SequenceNumber
  /** 0 without ACK. */
  readonly acknowledgmentNumber: SequenceNumber
  /** `TcpFlag` bits. */
  readonly flags: number
  /** The field, not scaled. */
  readonly window: number
  readonly options: SegmentOptions
  /** The field; it says something only with URG. */
  readonly urgentPointer?: number
  /** The ECN field of its packet (RFC 3168 5). */
  readonly ecn: number
  /** Of one that arrived: a view into its frame, which never changes. Of one to be sent: into a buffer that does, so whoever keeps it copies it. */
  readonly payload: Uint8Array
}

/** SEG.LEN: the sequence space that a segment takes; SYN and FIN count one each (RFC 9293 3.4). */
export function segmentLength(segment: Segment): number {
  return segment.payload.length + (hasFlag(segment, TcpFlag.SYN) ? 1 : 0) + (hasFlag(segment, TcpFlag.FIN) ? 1 : 0)
}

export function hasFlag(segment: Segment, flag: number): boolean {
  return (segment.flags & flag) !== 0
}
