/** A program's calls on an open connection: send, receive, poll, with Linux's error numbers. */
import { Errno } from '../../errno.ts'
import type { Received } from '../socket.ts'
import { Ready, ReceiveFlag, SendFlag } from '../socket-constants.ts'
import type { Connection } from './connection.ts'
import { acknowledgeAfterRead } from './delayed-ack.ts'
import { SendingLimit } from './limits-record.ts'
import { sendPending, unsentLength } from './output.ts'
import { sendAck } from './segment-output.ts'
import { hasOrdinaryData, readableBeforeMark, receiveUrgent } from './urgent.ts'

const NOTHING = new Uint8Array(0)
/** Largest segment that Linux queues for the device to split (its GSO size). */
const LARGEST_QUEUED = 65_536

function isOpening({ state }: Connection): boolean {
  return state === 'SYN_SENT' || state === 'SYN_RECEIVED'
}

/** Returns how many bytes were taken, or -errno. */
export function sendBytes(connection: Connection, bytes: Uint8Array, flags = 0): number {
  if (connection.error !== 0) return -takeStreamError(connection)
  if (connection.snd.shut) return -Errno.EPIPE
  if (isOpening(connection)) return -Errno.EAGAIN
  const count = Math.min(bytes.length, sendSpace(connection))
  if (count < bytes.length) connection.snd.bufferFull = true
  if (count === 0 && bytes.length > 0) return -Errno.EAGAIN
  if (count > 0) connection.snd.limits.begin(SendingLimit.BUSY, connection.now)
  connection.snd.buffer.append(count === bytes.length ? bytes : bytes.subarray(0, count))
  const { end } = connection.snd.buffer
  if (flags & SendFlag.OOB) connection.snd.urgentEnd = end
  if (flags & SendFlag.EOR && count === bytes.length) connection.snd.recordEnds.push(end)
  sendPending(connection, flags & SendFlag.MORE ? 'hold' : 'usual')
  connection.services.touched(connection)
  return count
}

export function receiveBytes(connection: Connection, max: number, flags = 0): Received | number {
  if (flags & ReceiveFlag.OOB) {
    const urgent = receiveUrgent(connection, max, flags)
    return typeof urgent === 'number' ? urgent : { bytes: urgent, from: null }
  }
  const readable = readableBeforeMark(connection)
  if (readable > 0) {
    const wanted = Math.min(max, readable)
    if (flags & ReceiveFlag.PEEK) return { bytes: connection.rcv.buffer.peek(wanted), from: null }
    const bytes = connection.rcv.buffer.read(wanted)
    connection.rcv.autotuning.onRead(connection, bytes.length)
    if (connection.state !== 'CLOSED' && acknowledgeAfterRead(connection, bytes.length)) sendAck(connection)
    connection.services.touched(connection)
    return { bytes, from: null }
  }
  if (connection.rcv.finReceived) return { bytes: NOTHING, from: null }
  if (connection.error !== 0) return -takeStreamError(connection)
  if (connection.rcv.shut) return { bytes: NOTHING, from: null }
  return -Errno.EAGAIN
}

/** Free bytes of the send buffer. */
export function sendSpace(connection: Connection): number {
  if (connection.snd.shut || isOpening(connection)) return 0
  // Above the low water mark, still fill the last queued segment.
  const toLowWater = connection.snd.notSentLowWater + LARGEST_QUEUED - unsentLength(connection)
  return Math.max(0, Math.min(connection.snd.bufferLimit - connection.snd.buffer.length, toLowWater))
}

/** Returns `Ready` bits (Linux's tcp_poll). A stream is writable while a third of its send buffer is free. */
export function streamReadiness(connection: Connection): number {
  let ready = connection.error !== 0 ? Ready.ERR : 0
  if (connection.state === 'CLOSED' || (connection.snd.shut && connection.rcv.shut)) ready |= Ready.HUP
  if (connection.rcv.shut) ready |= Ready.IN
  if (connection.rcv.urgent !== null && connection.rcv.urgent.value !== null) ready |= Ready.PRI
  if (isOpening(connection)) return ready
  if (hasOrdinaryData(connection)) ready |= Ready.IN
  const queued = connection.snd.buffer.length
  // Half of the low water mark, so that there is something to wake up for (Linux's tcp_stream_memory_free).
  const mayQueue = 2 * unsentLength(connection) < connection.snd.notSentLowWater
  const hasRoom = mayQueue && connection.snd.bufferLimit - queued >= queued >> 1
  if (connection.snd.shut || hasRoom) ready |= Ready.OUT
  return ready
}

/** SO_ERROR, cleared by reading it. */
export function takeStreamError(connection: Connection): number {
  const { error } = connection
  connection.error = 0
  return error
}
