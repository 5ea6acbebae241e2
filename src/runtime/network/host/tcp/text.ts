/** The segment text (RFC 9293 3.10.7.4 seventh): in order to the program, out of order to its place in the buffer. */
import { refuseData } from './closing.ts'
import type { Connection } from './connection.ts'
import { enterQuickAcks, noteDataReceived } from './delayed-ack.ts'
import type { SequenceRange } from './receive-buffer.ts'
import { growReceiveThreshold, openWindow } from './receive-window.ts'
import type { Segment } from './segment.ts'
import { sendAck } from './segment-output.ts'
import { type SequenceNumber, sequenceAdd, sequenceAfter, sequenceBefore } from './sequence.ts'
import { measureReceiver } from './timestamps.ts'
import { noteUrgentPointer, takeUrgentByte } from './urgent.ts'

/** False: the connection ended. */
export function processText(connection: Connection, segment: Segment): boolean {
  noteUrgentPointer(connection, segment)
  if (segment.payload.length === 0) return true
  switch (connection.state) {
    case 'ESTABLISHED':
    case 'FIN_WAIT_1':
    case 'FIN_WAIT_2':
      break
    default:
      // The peer has sent FIN: there is no text behind it.
      return true
  }
  const end = sequenceAdd(segment.sequence, segment.payload.length)
  if (connection.owner === null && sequenceAfter(end, connection.rcvNxt)) {
    refuseData(connection, segment)
    return false
  }
  if (isOldText(connection, segment)) {
    // Seen before: the acknowledgment was lost (RFC 9293: "should be acknowledged").
    noteOldText(connection, segment)
    enterQuickAcks(connection)
    connection.ackScheduled = true
    return true
  }
  takeText(connection, segment)
  return true
}

function takeText(connection: Connection, segment: Segment): void {
  const text = segment.payload
  if (openWindow(connection) === 0 && connection.receiveBuffer.unread > 0) {
    // A zero window probe with data: refuse the byte, say where we are.
    enterQuickAcks(connection)
    sendAck(connection)
    return
  }
  const before = connection.rcvNxt
  const outOfOrder = sequenceAfter(segment.sequence, before)
  if (outOfOrder) {
    connection.outOfOrderReceived++
    connection.isFinNewest = false
  }
  if (!outOfOrder) measureReceiver(connection, segment)
  noteOverlap(connection, segment.sequence, text.length)
  const gained = connection.receiveBuffer.insert(segment.sequence, text)
  connection.rcvNxt = sequenceAdd(before, gained)
  connection.bytesReceived += gained
  if (outOfOrder || sequenceBefore(segment.sequence, before)) enterQuickAcks(connection)
  if (connection.urgent !== null) takeUrgentByte(connection, segment)
  if (gained > 0) {
    noteDataReceived(connection, segment)
    connection.autotuning.onData(connection)
    growReceiveThreshold(connection, segment.payload.length)
    connection.touch()
  }
  // A gap, or one that closed: the sender needs to know now (RFC 5681 4.2).
  connection.ackScheduled = true
  if (outOfOrder) sendAck(connection)
  else if (gained > text.length) connection.ackAtOnce = true
}

export function isOldText(connection: Connection, { sequence, payload }: Segment): boolean {
  return payload.length > 0 && !sequenceAfter(sequenceAdd(sequence, payload.length), connection.rcvNxt)
}

export function noteOldText(connection: Connection, { sequence, payload }: Segment): void {
  noteDuplicate(connection, { start: sequence, end: sequenceAdd(sequence, payload.length) })
}

/** The next acknowledgment says that this came twice (RFC 2883), if it can. */
function noteDuplicate(connection: Connection, range: SequenceRange): void {
  if (!connection.sackOn || !connection.services.settings.duplicateSack) return
  const old = sequenceBefore(range.start, connection.rcvNxt)
  connection.services.count(old ? 'TCPDSACKOldSent' : 'TCPDSACKOfoSent')
  connection.duplicateRange = range
}

/** Of a segment with something new: the part that was there. */
function noteOverlap(connection: Connection, start: SequenceNumber, length: number): void {
  const { rcvNxt, receiveBuffer } = connection
  if (sequenceBefore(start, rcvNxt)) noteDuplicate(connection, { start, end: rcvNxt })
  else if (receiveBuffer.hasIslands) {
    const held = receiveBuffer.heldWithin(start, sequenceAdd(start, length))
    if (held !== null) noteDuplicate(connection, held)
  }
}
