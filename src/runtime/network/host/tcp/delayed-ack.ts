/**
 * Timing of acknowledgments (RFC 9293 3.8.6.3, RFC 5681 4.2), after Linux: at once for a connection's first segments, for
 * segments out of order, and for every second full segment. Otherwise they wait 40 ms or more for an answer to carry them.
 */
import { MILLISECOND } from '../../clock.ts'
import type { Connection } from './connection.ts'
import { measurePeerMss } from './peer-mss.ts'
import { openWindow, wantedWindow } from './receive-window.ts'
import type { Segment } from './segment.ts'
import { sequenceDistance } from './sequence.ts'
import { DELAYED_ACK_MAXIMUM, DELAYED_ACK_MINIMUM } from './settings.ts'

const QUICK_ACKS = 16
/** Linux's timer values. Before the first data the pace of arrivals is unknown, and the delay is at most this long. */
const CLOCK_TICK = MILLISECOND

/** Acknowledges the next segments at once: the sender is in slow start, or has just lost something. */
export function enterQuickAcks(connection: Connection): void {
  allowQuickAcks(connection)
  connection.ack.pingpong = false
  connection.ack.ato = DELAYED_ACK_MINIMUM
}

/** Acknowledges the next segments at once, unless acknowledgments ride on answers. */
function allowQuickAcks(connection: Connection): void {
  const possible = Math.floor(connection.rcv.wnd / (2 * connection.rcv.mss))
  connection.ack.quick = Math.max(connection.ack.quick, Math.min(possible === 0 ? 2 : possible, QUICK_ACKS))
}

/** Applies TCP_QUICKACK: acknowledge at once, including anything due; or wait for answers to carry acknowledgments. */
export function wantQuickAcks(connection: Connection, wanted: boolean): void {
  connection.ack.pingpong = !wanted
  if (wanted) connection.ack.quick = Math.max(connection.ack.quick, QUICK_ACKS)
}

/** Schedules an acknowledgment for a segment with text and adapts the delay to the pace of arrivals (tcp_event_data_recv). */
export function noteDataReceived(connection: Connection, segment: Segment): void {
  const { now } = connection
  const gap = now - connection.rcv.lastAt
  connection.ack.scheduled = true
  measurePeerMss(connection, segment)
  if (connection.ack.ato === 0) {
    allowQuickAcks(connection)
    connection.ack.ato = DELAYED_ACK_MINIMUM
  } else if (gap <= DELAYED_ACK_MINIMUM / 2) {
    connection.ack.ato = Math.floor(connection.ack.ato / 2) + DELAYED_ACK_MINIMUM / 2
  } else if (gap < connection.ack.ato) {
    const adapted = Math.floor(connection.ack.ato / 2) + gap
    connection.ack.ato = Math.min(adapted, connection.rtt.rto)
  } else if (gap > connection.rtt.rto) {
    // A long pause: the peer's window has shrunk meanwhile, so help it to slow start.
    allowQuickAcks(connection)
  }
  connection.rcv.lastAt = now
}

/** Notes that we sent data: if it answers something just received, acknowledgments can ride on answers from now on. */
export function noteDataSent(connection: Connection): void {
  if (connection.now - connection.rcv.lastAt < connection.ack.ato) connection.ack.pingpong = true
}

/** A segment with ACK left. */
export function noteAckSent(connection: Connection): void {
  if (connection.ack.scheduled && connection.ack.quick > 0) {
    connection.ack.quick--
    if (connection.ack.quick === 0) connection.ack.ato = DELAYED_ACK_MINIMUM
  }
  connection.ack.scheduled = false
  connection.ack.atOnce = false
  connection.ack.pushes = 0
  connection.ack.timer.stop()
}

/** Returns whether a scheduled acknowledgment leaves now; otherwise arms the timer (__tcp_ack_snd_check). */
export function acknowledgeNow(connection: Connection): boolean {
  const unacknowledged = sequenceDistance(connection.rcv.nxt, connection.rcv.wup)
  if (unacknowledged > connection.rcv.mss && wantedWindow(connection) >= connection.rcv.wnd) return true
  if (connection.ack.quick > 0 && !connection.ack.pingpong) return true
  if (connection.ack.atOnce || connection.rcv.buffer.hasIslands) return true
  armDelayedAck(connection)
  return false
}

function armDelayedAck(connection: Connection): void {
  let delay = connection.ack.ato
  if (delay > DELAYED_ACK_MINIMUM) {
    const { srtt } = connection.rtt
    let longest = connection.ack.pingpong ? DELAYED_ACK_MAXIMUM : 500_000_000
    if (srtt !== null) longest = Math.min(longest, Math.max(srtt, DELAYED_ACK_MINIMUM))
    delay = Math.min(delay, longest)
  }
  delay = Math.min(Math.max(delay, CLOCK_TICK), DELAYED_ACK_MAXIMUM)
  const { deadline } = connection.ack.timer
  if (deadline === null || deadline > connection.now + delay) connection.ack.timer.arm(delay)
}

/** Handles a delay that ran out without an answer: use a shorter one next time, or stop expecting answers. */
export function noteDelayedAckExpired(connection: Connection): void {
  if (connection.ack.pingpong) {
    connection.ack.pingpong = false
    connection.ack.ato = DELAYED_ACK_MINIMUM
  } else {
    connection.ack.ato = Math.min(connection.ack.ato * 2, connection.rtt.rto)
  }
}

/** Decides whether to acknowledge or to announce a wider window, after the program read `count` bytes (tcp_cleanup_rbuf). */
export function acknowledgeAfterRead(connection: Connection, count: number): boolean {
  if (connection.ack.scheduled) {
    const unacknowledged = sequenceDistance(connection.rcv.nxt, connection.rcv.wup)
    if (unacknowledged > connection.rcv.mss) return true
    const pushed = connection.ack.pushes === 2 || (connection.ack.pushes === 1 && !connection.ack.pingpong)
    if (count > 0 && pushed && connection.rcv.buffer.unread === 0) return true
  }
  if (count === 0 || connection.rcv.shut) return false
  const open = openWindow(connection)
  if (2 * open > connection.rcv.space) return false
  const wanted = wantedWindow(connection)
  return wanted > 0 && wanted >= 2 * open
}
