/** How connections end: in order by FIN, by RST, by giving up; and who finishes when the program is gone (RFC 9293 3.10.4, 3.10.5). */
import type { Connection } from './connection.ts'
import { sendPending } from './output.ts'
import type { Segment } from './segment.ts'
import { sendReset } from './segment-output.ts'

/** The connection is over. `error` is what the program is told, 0 for an orderly end. */
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

/** Tells the peer with a RST, and ends. */
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

/** Queues the FIN behind what waits to be sent, and changes state (RFC 9293 3.10.4). No more can be sent afterwards. */
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
 * The program lets go. Unread data means that it will never be read, which the peer must learn (RFC 2525 2.17, RFC 9293
 * SHLD-3); otherwise what was sent is still delivered, then FIN, by an orphan that gives up earlier.
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

/**
 * TIME-WAIT: old segments must not reach a new connection, and the peer's FIN may come again (RFC 9293 3.6.1). Linux waits 60 s.
 */
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

/** Data for a program that is gone: the peer must learn that nobody reads it (RFC 9293 3.10.4, Linux's TCPAbortOnData). */
export function refuseData(connection: Connection, segment: Segment): void {
  connection.services.count('TCPAbortOnData')
  connection.services.refuse(connection, segment)
  endConnection(connection, 0)
}
