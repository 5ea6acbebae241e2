/** What happens when a connection's timers expire: retransmission, persist, delayed ACK, keep-alive, TIME-WAIT. */
import type { TimerCause } from '../../capture/index.ts'
import type { Nanoseconds } from '../../clock.ts'
import { Errno } from '../../errno.ts'
import { TcpFlag } from '../../wire/index.ts'
import { probeDelay } from './acknowledgment.ts'
import { abortConnection, endConnection } from './closing.ts'
import type { Connection, TimerHandlers } from './connection.ts'
import { noteDelayedAckExpired } from './delayed-ack.ts'
import { retransmit, sendIntoSmallWindow, unsentLength } from './output.ts'
import { enterLoss, enterRecoveryByTime, sendLossProbe } from './recovery/index.ts'
import { restartRetransmission } from './retransmission-timer.ts'
import { sendAck, sendProbe } from './segment-output.ts'
import { RETRANSMISSION_MINIMUM } from './settings.ts'

export const timerHandlers: TimerHandlers = {
  retransmission: settled(onRetransmissionTimer, ({ timerPurpose }) => CAUSES[timerPurpose]),
  probe: settled(onProbeTimeout, () => CAUSES['window probe']),
  delayedAck: settled(onDelayedAckTimeout, () => CAUSES['delayed ack']),
  keepAlive: settled(onKeepAliveTimeout, () => CAUSES['keep-alive']),
  final: settled((connection) => endConnection(connection, 0)),
}

/** Cause recorded for each timer's packets. */
const CAUSES = {
  retransmission: { timer: 'retransmission' },
  'loss probe': { timer: 'loss probe' },
  reordering: { timer: 'reordering' },
  'window probe': { timer: 'window probe' },
  'delayed ack': { timer: 'delayed ack' },
  'keep-alive': { timer: 'keep-alive' },
} as const

function settled(
  handler: (connection: Connection) => void,
  cause: (connection: Connection) => TimerCause | null = () => null,
): (connection: Connection) => void {
  return (connection) => {
    const { attribution } = connection.services
    const present = attribution.cause
    attribution.cause = cause(connection)
    handler(connection)
    connection.settle()
    attribution.cause = present
  }
}

function onRetransmissionTimer(connection: Connection): void {
  if (connection.timerPurpose === 'loss probe') sendLossProbe(connection)
  else if (connection.timerPurpose === 'reordering') enterRecoveryByTime(connection)
  else onRetransmissionTimeout(connection)
}

/** RFC 6298 5.4 to 5.6. */
function onRetransmissionTimeout(connection: Connection): void {
  const { head } = connection.sent
  if (head === undefined) return
  connection.services.count('TCPTimeouts')
  if (hasGivenUp(connection)) {
    giveUp(connection)
    return
  }
  if (head.control & TcpFlag.SYN) {
    // RFC 5681 3.1: after a lost SYN the first window is one segment. Linux applies it from the second loss on.
    if (connection.retry.count > 0) connection.congestion.cwnd = 1
  } else enterLoss(connection)
  if (connection.retry.count === 0) connection.retry.since = connection.now
  connection.retry.count++
  retransmit(connection, head, 0)
  if (!isLinear(connection)) connection.rtt.backOff()
  restartRetransmission(connection)
  const left = userTimeoutLeft(connection, connection.retry.since)
  if (left < connection.rtt.rto) connection.retransmissionTimer.arm(Math.max(left, 1))
}

/** Linux's first SYNs go out once a second. */
function isLinear({ state, services, retry }: Connection): boolean {
  return state === 'SYN_SENT' && retry.count <= services.settings.synLinearTimeouts
}

function hasGivenUp(connection: Connection): boolean {
  const { settings } = connection.services
  const { count: made } = connection.retry
  if (connection.state === 'SYN_SENT') return made >= connection.synRetries + settings.synLinearTimeouts
  if (connection.state === 'SYN_RECEIVED') return made >= settings.synAckRetries
  if (made === 0) return false
  if (connection.userTimeout > 0) return userTimeoutLeft(connection, connection.retry.since) <= 0
  const retries = connection.owner === null ? settings.orphanRetries : settings.retries2
  return connection.now - connection.retry.since >= modelTimeout(retries, settings.timeoutMaximum)
}

/** Returns the time left for the peer to answer (RFC 5482); Infinity without a user timeout. */
function userTimeoutLeft({ userTimeout, now }: Connection, since: Nanoseconds): Nanoseconds {
  return userTimeout === 0 ? Number.POSITIVE_INFINITY : userTimeout - (now - since)
}

/** Returns how long `retries` expiries take of a timer that starts at 200 ms and doubles up to 120 s (Linux's tcp_model_timeout). */
function modelTimeout(retries: number, longest: Nanoseconds): Nanoseconds {
  let total = 0
  let timeout = RETRANSMISSION_MINIMUM
  for (let expiry = 0; expiry <= retries; expiry++) {
    total += timeout
    timeout = Math.min(timeout * 2, longest)
  }
  return total
}

function giveUp(connection: Connection): void {
  connection.services.count('TCPAbortOnTimeout')
  endConnection(connection, connection.softError || Errno.ETIMEDOUT)
}

/** Probes the peer's closed window while data waits, at growing intervals (RFC 9293 3.8.6.1). */
function onProbeTimeout(connection: Connection): void {
  if (connection.sent.length > 0 || unsentLength(connection) === 0) {
    connection.retry.probesOut = 0
    return
  }
  const { settings } = connection.services
  const most = connection.owner === null ? settings.orphanRetries : settings.retries2
  if (connection.retry.probesOut === 0) connection.retry.probingSince = connection.now
  if (connection.retry.probesOut >= most || userTimeoutLeft(connection, connection.retry.probingSince) <= 0) {
    giveUp(connection)
    return
  }
  if (sendIntoSmallWindow(connection)) return
  sendProbe(connection)
  connection.retry.probesOut++
  if (connection.retry.probeBackoff < settings.retries2) connection.retry.probeBackoff++
  connection.probeTimer.arm(probeDelay(connection))
}

function onDelayedAckTimeout(connection: Connection): void {
  if (!connection.ack.scheduled) return
  noteDelayedAckExpired(connection)
  sendAck(connection)
}

/** Starts or stops keep-alive as the program's option and the state say (RFC 9293 3.8.4). */
export function updateKeepAlive(connection: Connection): void {
  const open =
    connection.state === 'ESTABLISHED' || connection.state === 'CLOSE_WAIT' || connection.state === 'FIN_WAIT_2'
  if (!connection.keepalive.on || !(open || connection.state === 'FIN_WAIT_1')) connection.keepalive.timer.stop()
  else connection.keepalive.timer.arm(Math.max(0, connection.keepalive.time - idleTime(connection)))
}

function idleTime(connection: Connection): Nanoseconds {
  return connection.now - connection.lastSegmentAt
}

function onKeepAliveTimeout(connection: Connection): void {
  if (!connection.keepalive.on) return
  if (connection.sent.length > 0 || unsentLength(connection) > 0) {
    connection.keepalive.timer.arm(connection.keepalive.time)
    return
  }
  // An answer does not move this timer: at expiry, look at what arrived meanwhile, as on Linux.
  const idle = idleTime(connection)
  if (idle < connection.keepalive.time) {
    connection.keepalive.sent = 0
    connection.keepalive.timer.arm(connection.keepalive.time - idle)
    return
  }
  const unanswered = connection.keepalive.sent >= connection.keepalive.probes
  const waitedEnough = connection.keepalive.sent > 0 && idle >= connection.userTimeout
  if (connection.userTimeout > 0 ? waitedEnough : unanswered) {
    connection.services.count('TCPAbortOnTimeout')
    abortConnection(connection, connection.softError || Errno.ETIMEDOUT)
    return
  }
  sendProbe(connection)
  connection.keepalive.sent++
  connection.keepalive.timer.arm(connection.keepalive.interval)
}
