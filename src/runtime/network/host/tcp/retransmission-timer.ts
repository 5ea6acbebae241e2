/**
 * Single timer of the data in flight (RFC 8985 8): for the retransmission timeout, or earlier for a tail loss probe, or for
 * segments that may still be only late.
 */
import type { Nanoseconds } from '../../clock.ts'
import type { Connection, TimerPurpose } from './connection.ts'
import { RETRANSMISSION_MINIMUM } from './settings.ts'

/** Linux's TCP_TIMEOUT_MIN: two ticks of its clock. */
const SHORTEST: Nanoseconds = 2_000_000
const RENEGING_MINIMUM: Nanoseconds = 10_000_000

function arm(connection: Connection, purpose: TimerPurpose, delay: Nanoseconds): void {
  connection.timerPurpose = purpose
  connection.retransmissionTimer.arm(delay)
}

/** Starts a whole timeout from now (RFC 6298 5.1, 5.3). */
export function restartRetransmission(connection: Connection): void {
  arm(connection, 'retransmission', connection.rtt.rto)
}

/** Returns the time until the oldest segment's timeout. */
function remainingTimeout(connection: Connection): Nanoseconds {
  const { head } = connection.sent
  return head === undefined ? 0 : head.sentAt + connection.rtt.rto - connection.now
}

/** Returns to the retransmission timeout, less the time spent waiting for something else (Linux's tcp_rearm_rto). */
export function rearmRetransmission(connection: Connection): void {
  if (connection.sent.length === 0) connection.retransmissionTimer.stop()
  else if (connection.timerPurpose !== 'retransmission') {
    arm(connection, 'retransmission', Math.max(remainingTimeout(connection), 1))
  } else restartRetransmission(connection)
}

/** Arms it when the peer seems to have dropped SACKed data (RFC 2018 8): all may be lost, unless an ACK comes soon (tcp_check_sack_reneging). */
export function expectReneging(connection: Connection): void {
  const halfRoundTrip = Math.floor((connection.rtt.srtt ?? 0) / 2)
  arm(connection, 'retransmission', Math.max(halfRoundTrip, RENEGING_MINIMUM))
}

/** Arms it for the time when late segments would count as lost (RFC 8985 6.3). */
export function armReordering(connection: Connection, wait: Nanoseconds): void {
  arm(connection, 'reordering', wait + SHORTEST)
}

/**
 * Arms it after an acknowledgment of something new, or a transmission: a loss probe where one may help, the retransmission
 * timeout otherwise. `progressed`: an acknowledgment moved the timeout.
 */
export function expectAcknowledgment(connection: Connection, progressed: boolean): void {
  if (scheduleLossProbe(connection, progressed)) return
  const { retransmissionTimer: timer, timerPurpose } = connection
  if (progressed || !timer.armed || timerPurpose === 'loss probe') rearmRetransmission(connection)
}

/** Arms a probe two round trips after the last segment, with SACK and nothing known to be missing (RFC 8985 7.2). */
function scheduleLossProbe(connection: Connection, progressed: boolean): boolean {
  const { sent, rtt, recovery } = connection
  if (!connection.sackOn || !connection.services.settings.lossProbe || sent.length === 0) return false
  if (sent.sackedCount > 0 || sent.lostCount > 0) return false
  if (recovery.state !== 'open' && recovery.state !== 'reduction') return false
  if (connection.state === 'SYN_SENT' || connection.state === 'SYN_RECEIVED') return false
  let delay = rtt.rto
  if (rtt.srtt !== null) delay = 2 * rtt.srtt + (sent.length === 1 ? RETRANSMISSION_MINIMUM : SHORTEST)
  // A lone segment's acknowledgment may be delayed; but the probe never comes later than the timeout.
  const timeout = progressed ? rtt.rto : remainingTimeout(connection)
  arm(connection, 'loss probe', timeout > 0 ? Math.min(delay, timeout) : delay)
  return true
}
