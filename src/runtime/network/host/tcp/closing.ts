/** Ways a connection ends: orderly by FIN, by RST, by giving up; and closing after the program is gone (RFC 9293 3.10.4, 3.10.5). */
import type { Connection } from './connection.ts'
import { sendPending } from './output.ts'
import type { Segment } from './segment.ts'
import { sendReset } from './segment-output.ts'

/** Ends the connection. `error` is the errno that the program gets, 0 for an orderly end. */
export function endConnection(connection: Connection, error: number): void {
  if (connection.state === 'CLOSED') return
  connection.state = 'CLOSED'
  connection.error = error
  connection.snd.shut = true
  connection.rcv.shut = true
  connection.snd.buffer.clear()
  connection.sent.clear()
  connection.stopTimers()
  connection.services.release(connection)
  connection.touch()
}

/** Sends the peer a RST and ends the connection. */
export function abortConnection(connection: Connection, error: number): void {
  switch (connection.state) {
    case 'SYN_RECEIVED':
    case 'ESTABLISHED':
    case 'FIN_WAIT_1':
    case 'FIN_WAIT_2':
    case 'CLOSE_WAIT':
      sendReset(connection)
      break
    case 'CLOSING':
    case 'LAST_ACK':
      // Both FINs are out. Linux resets here only when data is still unacknowledged.
      if (connection.snd.buffer.length > 0) sendReset(connection)
      break
    default:
      break
  }
  endConnection(connection, error)
}

/** Queues the FIN behind unsent data and changes state (RFC 9293 3.10.4). Nothing more can be queued afterwards. */
export function closeSending(connection: Connection): void {
  if (connection.snd.shut) return
  connection.snd.shut = true
  if (connection.state === 'ESTABLISHED' || connection.state === 'SYN_RECEIVED') connection.state = 'FIN_WAIT_1'
  else if (connection.state === 'CLOSE_WAIT') connection.state = 'LAST_ACK'
  else return
  connection.snd.finQueued = true
  sendPending(connection)
}

/**
 * Closes for the program. Unread data will never be read, so the peer gets a RST (RFC 2525 2.17, RFC 9293 SHLD-3). Otherwise an
 * orphan still delivers what was sent, then FIN, and gives up earlier.
 */
export function abandonConnection(connection: Connection): void {
  connection.owner = null
  if (connection.state === 'SYN_SENT') {
    endConnection(connection, 0)
    return
  }
  if (connection.rcv.buffer.unread > 0) {
    connection.services.count('TCPAbortOnClose')
    abortConnection(connection, 0)
    return
  }
  connection.rcv.shut = true
  closeSending(connection)
  if (connection.state === 'FIN_WAIT_2') connection.finalTimer.arm(connection.finTimeout)
}

/** Enters TIME-WAIT: old segments must not reach a new connection, and the peer may repeat its FIN (RFC 9293 3.6.1). Linux waits 60 s. */
export function enterTimeWait(connection: Connection): void {
  connection.state = 'TIME_WAIT'
  connection.snd.buffer.clear()
  connection.sent.clear()
  connection.retransmissionTimer.stop()
  connection.probeTimer.stop()
  connection.keepalive.timer.stop()
  connection.finalTimer.arm(connection.services.settings.timeWait)
  connection.touch()
}

/** Resets when data arrives after the program is gone: the peer must learn that it won't be read (RFC 9293 3.10.4, Linux's TCPAbortOnData). */
export function refuseData(connection: Connection, segment: Segment): void {
  connection.services.count('TCPAbortOnData')
  connection.services.refuse(connection, segment)
  endConnection(connection, 0)
}
