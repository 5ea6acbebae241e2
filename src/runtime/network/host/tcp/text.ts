/** Segment text (RFC 9293 3.10.7.4 seventh): in order to the program, out of order to its place in the buffer. */
import { Errno } from '../../errno.ts'
import type { SackBlock } from '../../wire/index.ts'
import { endConnection, refuseData } from './closing.ts'
import type { Connection } from './connection.ts'
import { enterQuickAcks, noteDataReceived } from './delayed-ack.ts'
import { measurePeerMss } from './peer-mss.ts'
import { growReceiveThreshold, openWindow } from './receive-window.ts'
import { type Segment, segmentLength } from './segment.ts'
import { sendAck } from './segment-output.ts'
import { type SequenceNumber, sequenceAdd, sequenceAfter, sequenceBefore } from './sequence.ts'
import { measureReceiver } from './timestamps.ts'
import { noteUrgentPointer, takeUrgentByte } from './urgent.ts'

/** Returns false if the connection ended. */
export function processText(connection: Connection, segment: Segment): boolean {
  noteUrgentPointer(connection, segment)
  if (isRepeated(connection, segment)) {
    // Seen before: the acknowledgment was lost (RFC 9293: "should be acknowledged").
    noteRepeated(connection, segment)
    enterQuickAcks(connection)
    connection.ack.scheduled = true
    return true
  }
  if (segment.payload.length === 0) return true
  switch (connection.state) {
    case 'ESTABLISHED':
    case 'FIN_WAIT_1':
    case 'FIN_WAIT_2':
      break
    default:
      // The peer has sent FIN: text beyond it means that it was no FIN (Linux's TCPAbortOnData).
      return !growsBehindFin(connection, segment)
  }
  const end = sequenceAdd(segment.sequenceNumber, segment.payload.length)
  if (connection.owner === null && sequenceAfter(end, connection.rcv.nxt)) {
    refuseData(connection, segment)
    return false
  }
  takeText(connection, segment)
  return true
}

/** Returns whether text begins before the peer's FIN and goes beyond it, which ends the connection. */
function growsBehindFin(connection: Connection, segment: Segment): boolean {
  const { services, state, rcv } = connection
  const end = sequenceAdd(segment.sequenceNumber, segment.payload.length)
  if (!sequenceBefore(segment.sequenceNumber, rcv.nxt) || !sequenceAfter(end, rcv.nxt)) return false
  services.count('TCPAbortOnData')
  services.refuse(connection, segment)
  endConnection(connection, state === 'CLOSE_WAIT' ? Errno.EPIPE : Errno.ECONNRESET)
  return true
}

function takeText(connection: Connection, segment: Segment): void {
  const text = segment.payload
  if (openWindow(connection) === 0 && connection.rcv.buffer.unread > 0) {
    // A zero window probe with data: refuse the byte, and answer with our numbers.
    enterQuickAcks(connection)
    sendAck(connection)
    return
  }
  if (!sequenceBefore(segment.sequenceNumber, sequenceAdd(connection.rcv.nxt, openWindow(connection)))) {
    // At the window's very edge: acceptable, and all of it beyond.
    enterQuickAcks(connection)
    connection.ack.scheduled = true
    return
  }
  const before = connection.rcv.nxt
  const outOfOrder = sequenceAfter(segment.sequenceNumber, before)
  if (outOfOrder) {
    connection.stats.rcvOoopack++
    measurePeerMss(connection, segment)
    connection.rcv.isFinNewest = false
  }
  if (!outOfOrder) measureReceiver(connection, segment)
  noteOverlap(connection, segment.sequenceNumber, text.length)
  const gained = connection.rcv.buffer.insert(segment.sequenceNumber, text)
  connection.rcv.nxt = sequenceAdd(before, gained)
  connection.stats.bytesReceived += gained
  if (outOfOrder || sequenceBefore(segment.sequenceNumber, before)) enterQuickAcks(connection)
  if (connection.rcv.urgent !== null) takeUrgentByte(connection, segment)
  if (gained > 0) {
    noteDataReceived(connection, segment)
    connection.rcv.autotuning.onData(connection)
    growReceiveThreshold(connection, segment.payload.length)
    connection.touch()
  }
  // A gap, or one that closed: the sender needs to know now (RFC 5681 4.2).
  connection.ack.scheduled = true
  if (outOfOrder) sendAck(connection)
  else if (gained > text.length) connection.ack.atOnce = true
}

/** Returns whether nothing of it is new, not even its FIN. */
function isRepeated(connection: Connection, segment: Segment): boolean {
  const length = segmentLength(segment)
  return length > 0 && !sequenceAfter(sequenceAdd(segment.sequenceNumber, length), connection.rcv.nxt)
}

/** Reports the part of a segment that had already arrived, including its FIN. */
export function noteRepeated(connection: Connection, segment: Segment): void {
  const end = sequenceAdd(segment.sequenceNumber, segmentLength(segment))
  const { nxt } = connection.rcv
  noteDuplicate(connection, { left: segment.sequenceNumber, right: sequenceAfter(end, nxt) ? nxt : end })
}

/** Reports the duplicate in the next acknowledgment (RFC 2883), if the peer supports it. */
function noteDuplicate(connection: Connection, range: SackBlock): void {
  if (!connection.sackOn || !connection.services.settings.duplicateSack) return
  const old = sequenceBefore(range.left, connection.rcv.nxt)
  connection.services.count(old ? 'TCPDSACKOldSent' : 'TCPDSACKOfoSent')
  connection.rcv.duplicateRange = range
}

/** Returns the part of a partly new segment that had already arrived. */
function noteOverlap(connection: Connection, start: SequenceNumber, length: number): void {
  const { nxt, buffer } = connection.rcv
  if (sequenceBefore(start, nxt)) noteDuplicate(connection, { left: start, right: nxt })
  else if (buffer.hasIslands) {
    const held = buffer.heldWithin(start, sequenceAdd(start, length))
    if (held !== null) noteDuplicate(connection, held)
  }
}
