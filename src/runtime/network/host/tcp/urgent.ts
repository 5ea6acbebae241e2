/**
 * Urgent data (RFC 9293 3.8.5, RFC 6093), as on Linux: the pointer marks the end of urgent data in the stream. Its last byte is
 * taken out of the stream for `receive` with OOB, unless the program wants it inline. New programs should not use it (RFC 6093
 * 5).
 */
import { Errno } from '../../errno.ts'
import { TcpFlag } from '../../wire/index.ts'
import { ReceiveFlag } from '../socket-constants.ts'
import type { Connection } from './connection.ts'
import { hasFlag, type Segment } from './segment.ts'
import { type SequenceNumber, sequenceAdd, sequenceAfter, sequenceBefore, sequenceDistance } from './sequence.ts'

const LARGEST_POINTER = 0xffff

// --- sending

/**
 * Returns field and flag of a segment that begins at `sequence`: the pointer counts from there to the byte after the urgent
 * data (RFC 9293 MUST-62).
 */
export function urgentPointer(connection: Connection, sequence: SequenceNumber): number {
  const { urgentEnd } = connection.snd
  if (urgentEnd === null || !sequenceBefore(sequence, urgentEnd)) return 0
  return Math.min(sequenceDistance(urgentEnd, sequence), LARGEST_POINTER)
}

/** Ends urgent mode: the peer has all of it. */
export function forgetUrgentSent(connection: Connection): void {
  const { urgentEnd, una } = connection.snd
  if (urgentEnd !== null && !sequenceAfter(urgentEnd, una)) connection.snd.urgentEnd = null
}

// --- receiving

/** Processes a segment with URG: sixth of RFC 9293 3.10.7.4, after Linux's tcp_check_urg. */
export function noteUrgentPointer(connection: Connection, segment: Segment): void {
  if (!hasFlag(segment, TcpFlag.URG)) return
  // The pointer names the byte after the urgent one; 0 can't, and is taken as it is.
  const pointer = Math.max((segment.urgentPointer ?? 0) - 1, 0)
  const sequence = sequenceAdd(segment.sequenceNumber, pointer)
  const { urgent, buffer, nxt } = connection.rcv
  if (sequenceBefore(sequence, buffer.start) || sequenceBefore(sequence, nxt)) return
  if (urgent !== null && !sequenceAfter(sequence, urgent.sequence)) return
  connection.rcv.urgent = { sequence, value: null, isRead: false }
  connection.touch()
}

/** Takes the urgent byte if it is in this segment's text. */
export function takeUrgentByte(connection: Connection, { sequenceNumber, payload }: Segment): void {
  const { urgent } = connection.rcv
  if (urgent === null || urgent.value !== null || urgent.isRead) return
  const offset = sequenceDistance(urgent.sequence, sequenceNumber)
  if (offset < 0 || offset >= payload.length) return
  urgent.value = payload[offset]!
  connection.touch()
}

/** Receives the urgent byte with OOB; -EINVAL when there is none, -EAGAIN when it hasn't arrived yet. */
export function receiveUrgent(connection: Connection, max: number, flags: number): Uint8Array | number {
  const { urgent } = connection.rcv
  if (connection.rcv.urgentInline || urgent === null || urgent.isRead) return -Errno.EINVAL
  if (urgent.value === null) return connection.rcv.shut ? new Uint8Array(0) : -Errno.EAGAIN
  const byte = Uint8Array.of(urgent.value)
  if ((flags & ReceiveFlag.PEEK) === 0) {
    urgent.isRead = true
    urgent.value = null
  }
  return byte.subarray(0, max)
}

/**
 * Returns how many contiguous bytes one read may return: it stops before the urgent byte. At that byte, it skips one that is
 * not inline, and an inline one starts a new read.
 */
export function readableBeforeMark(connection: Connection): number {
  const { urgent, buffer } = connection.rcv
  const { unread, start } = buffer
  if (urgent === null) return unread
  const before = sequenceDistance(urgent.sequence, start)
  if (before < 0) {
    connection.rcv.urgent = null
    return unread
  }
  if (before > 0) return Math.min(unread, before)
  if (connection.rcv.urgentInline || unread === 0) return unread
  buffer.read(1)
  connection.rcv.urgent = null
  return unread - 1
}

/** Contiguous bytes that a read can return now, or the first part of them (Linux's tcp_inq). */
export function queuedBeforeMark(connection: Connection): number {
  const { urgent, buffer, nxt, urgentInline } = connection.rcv
  if (urgent === null || urgentInline || !sequenceBefore(urgent.sequence, nxt)) return buffer.unread
  const before = sequenceDistance(urgent.sequence, buffer.start)
  return before < 0 ? buffer.unread : before
}

/** Returns whether there is anything to read besides an out-of-stream urgent byte. */
export function hasOrdinaryData(connection: Connection): boolean {
  const { urgent, buffer, urgentInline } = connection.rcv
  const skipped = urgent !== null && !urgentInline && urgent.sequence === buffer.start ? 1 : 0
  return buffer.unread > skipped
}

/** SIOCATMARK. */
export function isAtMark({ rcv }: Connection): boolean {
  const { urgent, buffer } = rcv
  return urgent !== null && urgent.sequence === buffer.start
}
