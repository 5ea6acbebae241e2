/** SEGMENT ARRIVES in SYN-SENT (RFC 9293 3.10.7.3), and what both ends learn from a SYN's options. */
import { MILLISECOND } from '../../clock.ts'
import { Errno } from '../../errno.ts'
import { TcpFlag } from '../../wire/index.ts'
import { growSendBuffer, processAcknowledgment } from './acknowledgment.ts'
import { endConnection } from './closing.ts'
import type { Connection } from './connection.ts'
import { agreeOnEcn } from './ecn.ts'
import { sendPending, unsentLength } from './output.ts'
import { supposePeerMss } from './peer-mss.ts'
import { wantedWindowScale } from './receive-window.ts'
import { hasFlag, type Segment } from './segment.ts'
import { sendAck, sendSynAck } from './segment-output.ts'
import { sequenceAdd, sequenceAfter, sequenceBefore } from './sequence.ts'
import { updateKeepAlive } from './timeouts.ts'
import { timestampAt } from './timestamps.ts'

const LARGEST_SCALE = 14
/** Linux's TCP_TIMEOUT_MIN: two ticks of its timers. */
const SOON = 2 * MILLISECOND

export function processSynSent(connection: Connection, segment: Segment): void {
  const { acknowledgmentNumber } = segment
  const acknowledges = hasFlag(segment, TcpFlag.ACK)
  const outside =
    !sequenceAfter(acknowledgmentNumber, connection.snd.iss) || sequenceAfter(acknowledgmentNumber, connection.snd.nxt)
  if (acknowledges && outside) {
    // Only once: by then the peer has dropped its state of an older connection.
    if (connection.retry.count === 0) connection.retransmissionTimer.arm(SOON)
    if (!hasFlag(segment, TcpFlag.RST)) connection.services.refuse(connection, segment)
    return
  }
  if (acknowledges && echoesWhatWasNeverSent(connection, segment)) {
    connection.services.count('PAWSActive')
    if (!hasFlag(segment, TcpFlag.RST)) connection.services.refuse(connection, segment)
    return
  }
  if (hasFlag(segment, TcpFlag.RST)) {
    if (!acknowledges) return
    connection.services.count('TcpAttemptFails')
    endConnection(connection, Errno.ECONNREFUSED)
    return
  }
  if (!hasFlag(segment, TcpFlag.SYN)) return
  takeSyn(connection, segment)
  connection.state = acknowledges ? 'ESTABLISHED' : 'SYN_RECEIVED'
  supposePeerMss(connection)
  if (!acknowledges) {
    // Simultaneous open: both ends sent a SYN (RFC 9293 3.5, figure 7).
    sendSynAck(connection)
    return
  }
  connection.rcv.lastAt = connection.now
  processAcknowledgment(connection, segment)
  connection.rtt.endHandshake()
  growSendBuffer(connection)
  updateKeepAlive(connection)
  connection.touch()
  if (unsentLength(connection) > 0) sendPending(connection)
  else sendAck(connection)
}

/** Returns whether the echo is from before our first SYN, or from the future (Linux's PAWSActiveRejected). */
function echoesWhatWasNeverSent(connection: Connection, { options: { timestamps } }: Segment): boolean {
  if (timestamps === undefined || timestamps.echoReply === 0) return false
  const first = timestampAt(connection, connection.snd.synAt)
  const { echoReply } = timestamps
  return sequenceBefore(echoReply, first) || sequenceAfter(echoReply, timestampAt(connection, connection.now))
}

/** Takes the peer's initial sequence number and options. An option is off unless both ends offered it. */
export function takeSyn(connection: Connection, segment: Segment): void {
  const { options } = segment
  const { settings } = connection.services
  connection.rcv.irs = segment.sequenceNumber
  connection.rcv.nxt = sequenceAdd(segment.sequenceNumber, 1)
  connection.rcv.wup = connection.rcv.nxt
  connection.rcv.buffer.startAt(connection.rcv.nxt)
  // Without the option: 536 (RFC 9293 MUST-15). A value below 88 would be an attack (Linux's tcp_min_snd_mss has 48).
  connection.snd.peerMss = Math.max(options.mss ?? 536, 48)
  connection.sackOn = settings.sack && options.sackPermitted === true
  connection.timestamps.on = settings.timestamps && options.timestamps !== undefined
  agreeOnEcn(connection, segment)
  connection.windowScalingOn = settings.windowScaling && options.windowScale !== undefined
  if (connection.timestamps.on) {
    connection.timestamps.recent = options.timestamps!.value
    connection.timestamps.recentAt = connection.now
  }
  connection.snd.wscale = connection.windowScalingOn ? Math.min(options.windowScale!, LARGEST_SCALE) : 0
  connection.rcv.wscale = connection.windowScalingOn ? wantedWindowScale(connection) : 0
  connection.snd.wl1 = segment.sequenceNumber
  connection.snd.wnd = segment.window
  connection.snd.maxWindow = segment.window
}
