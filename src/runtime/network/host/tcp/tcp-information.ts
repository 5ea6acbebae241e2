/** A connection as `tcp_info` shows it (Linux's tcp_get_info). */
import { MICROSECOND, MILLISECOND, type Nanoseconds, SECOND } from '../../clock.ts'
import type { SocketRow } from '../rows.ts'
import type { TcpState, TcpStats } from '../socket.ts'
import { TCP_INFO_FIELDS, type TcpInfo } from '../tcp-info.ts'
import { bytesPassed } from './bytes-passed.ts'
import type { Connection } from './connection.ts'
import { SendingLimit } from './limits-record.ts'
import { unsentLength } from './output.ts'
import { openWindow } from './receive-window.ts'
import { fullSegmentSize, headersLength, usualSegmentSize } from './segment-packet.ts'
import { sequenceDistance } from './sequence.ts'

/** enum of include/net/tcp_states.h. */
const STATES: Readonly<Record<TcpState, number>> = {
  ESTABLISHED: 1,
  SYN_SENT: 2,
  SYN_RECEIVED: 3,
  FIN_WAIT_1: 4,
  FIN_WAIT_2: 5,
  TIME_WAIT: 6,
  CLOSED: 7,
  CLOSE_WAIT: 8,
  LAST_ACK: 9,
  LISTEN: 10,
  CLOSING: 11,
}
const CA = { open: 0, disorder: 1, reduction: 2, recovery: 3, loss: 4 } as const
/** TCPOLEN_TSTAMP_ALIGNED. */
const TIMESTAMPS_LENGTH = 12
/** TCP_INFINITE_SSTHRESH. */
const NO_THRESHOLD = 0x7fffffff
const NOTHING = Object.fromEntries(TCP_INFO_FIELDS.map((field) => [field, 0])) as TcpInfo

/** Information of a socket without a connection. */
export function noInformation(state: TcpState): TcpInfo {
  return { ...NOTHING, state: STATES[state] }
}

export function connectionInformation(connection: Connection): TcpInfo {
  return { ...NOTHING, ...describeState(connection), ...describePath(connection), ...describeTraffic(connection) }
}

const micros = (time: Nanoseconds) => Math.floor(time / MICROSECOND)
const millis = (time: Nanoseconds) => Math.floor(time / MILLISECOND)

function describeState(connection: Connection): Partial<TcpInfo> {
  const { recovery, now, sent } = connection
  const disorder = recovery.state === 'open' && (sent.sackedCount > 0 || recovery.watchesDuplicates)
  return {
    // As with `ss`, TIME-WAIT is not a state of the socket: it is done by then.
    state: STATES[connection.state === 'TIME_WAIT' ? 'CLOSED' : connection.state],
    caState: disorder ? CA.disorder : CA[recovery.state],
    retransmits: connection.retry.count,
    probes: connection.retry.probesOut,
    backoff: backoffOf(connection),
    options:
      (connection.timestamps.on ? 1 : 0) |
      (connection.sackOn ? 2 : 0) |
      (connection.windowScalingOn ? 4 : 0) |
      (connection.ecn.on ? 8 : 0) |
      (connection.ecn.seen ? 16 : 0),
    sndWscale: connection.snd.wscale,
    rcvWscale: connection.rcv.wscale,
    lastDataSent: millis(now - connection.snd.lastAt),
    lastDataRecv: millis(now - connection.rcv.lastAt),
    lastAckRecv: millis(now - connection.lastSegmentAt),
  }
}

function describePath(connection: Connection): Partial<TcpInfo> {
  const { recovery, rtt, congestion } = connection
  const threshold = congestion.ssthresh
  return {
    rto: micros(rtt.rto),
    ato: micros(connection.ack.ato),
    rtt: micros(rtt.srtt ?? 0),
    rttvar: micros(rtt.rttvar ?? 250 * MILLISECOND),
    minRtt: micros(rtt.minRtt),
    sndMss: usualSegmentSize(connection),
    rcvMss: connection.rcv.mss,
    // Linux subtracts the options that every segment carries once agreed on.
    advmss: connection.rcv.advmss - (connection.timestamps.on ? TIMESTAMPS_LENGTH : 0),
    pmtu: connection.snd.pathMss + headersLength(connection.remote.address),
    rcvSsthresh: connection.rcv.ssthresh,
    sndSsthresh: Number.isFinite(threshold) ? threshold : NO_THRESHOLD,
    sndCwnd: congestion.cwnd,
    reordering: recovery.reordering,
    reordSeen: recovery.reordSeen,
    sndWnd: connection.snd.wnd,
    rcvWnd: openWindow(connection),
    rcvRtt: micros(connection.rcv.autotuning.roundTrip),
    rcvSpace: connection.rcv.autotuning.space,
    pacingRate: pacingRate(connection),
  }
}

/**
 * Bytes per second at which Linux would pace, if it did: two windows per round trip in slow start, 1.2 windows afterwards
 * (tcp_update_pacing_rate).
 */
function pacingRate(connection: Connection): number {
  const { rtt, congestion, sent } = connection
  if (rtt.srtt === null || rtt.srtt === 0) return 0
  const percent = congestion.cwnd < congestion.ssthresh / 2 ? 200 : 120
  const segments = Math.max(congestion.cwnd, sent.length)
  return Math.floor((fullSegmentSize(connection) * segments * (percent / 100) * SECOND) / rtt.srtt)
}

function describeTraffic(connection: Connection): Partial<TcpInfo> {
  const { sent, now } = connection
  const { limits } = connection.snd
  return {
    unacked: sent.length,
    sacked: sent.sackedCount,
    lost: sent.lostCount,
    retrans: sent.resentCount,
    totalRetrans: connection.stats.totalRetrans,
    // As Linux counts: all sequence space passed, our SYN if we opened, and both FINs.
    bytesAcked: bytesPassed(connection),
    bytesReceived: connection.stats.bytesReceived + (connection.rcv.finReceived ? 1 : 0),
    segsOut: connection.stats.segsOut,
    segsIn: connection.stats.segsIn,
    notsentBytes: unsentLength(connection),
    dataSegsIn: connection.stats.dataSegsIn,
    dataSegsOut: connection.stats.dataSegsOut,
    delivered: connection.stats.delivered,
    deliveredCe: connection.stats.deliveredCe,
    bytesSent: connection.stats.bytesSent,
    bytesRetrans: connection.stats.bytesRetrans,
    dsackDups: connection.stats.dsackDups,
    rcvOoopack: connection.stats.rcvOoopack,
    busyTime: micros(limits.total(SendingLimit.BUSY, now)),
    rwndLimited: micros(limits.total(SendingLimit.RECEIVE_WINDOW, now)),
    sndbufLimited: micros(limits.total(SendingLimit.SEND_BUFFER, now)),
  }
}

export function connectionStats(connection: Connection): TcpStats {
  const { congestion, rtt } = connection
  return {
    state: connection.state,
    payloadReceived: connection.stats.bytesReceived,
    payloadAcked: connection.stats.bytesAcked,
    unread: connection.rcv.buffer.unread,
    unacknowledged: Math.max(0, sequenceDistance(connection.snd.nxt, connection.snd.una)),
    notsentBytes: unsentLength(connection),
    sndWnd: connection.snd.wnd,
    rcvWnd: openWindow(connection),
    sndMss: usualSegmentSize(connection),
    sndCwnd: congestion.cwnd,
    slowStartThreshold: Number.isFinite(congestion.ssthresh) ? congestion.ssthresh : null,
    smoothedRtt: rtt.srtt,
    rttVariation: rtt.rttvar,
    retransmissionTimeout: rtt.rto,
    totalRetrans: connection.stats.totalRetrans,
    backoff: backoffOf(connection),
    segsOut: connection.stats.segsOut,
    segsIn: connection.stats.segsIn,
  }
}

/** Expiries in a row of the timer that runs: for retransmissions or for probes. */
const backoffOf = ({ rtt, retry }: Connection): number => Math.max(rtt.backoff, retry.probeBackoff)

/** Information of a socket without a connection. */
export function unconnectedStats(state: TcpState): TcpStats {
  return {
    state,
    payloadReceived: 0,
    payloadAcked: 0,
    unread: 0,
    unacknowledged: 0,
    notsentBytes: 0,
    sndWnd: 0,
    rcvWnd: 0,
    sndMss: 536,
    sndCwnd: 0,
    slowStartThreshold: null,
    smoothedRtt: null,
    rttVariation: null,
    retransmissionTimeout: SECOND,
    totalRetrans: 0,
    backoff: 0,
    segsOut: 0,
    segsIn: 0,
  }
}

/** Information of a connection that no program holds, for tables: opening, waiting for accept, or an orphan. */
export function orphanRow(connection: Connection): SocketRow {
  const { state, local, remote } = connection
  const recvQ = connection.rcv.buffer.unread
  return { proto: 'tcp', state, local, remote, recvQ, sendQ: connection.snd.buffer.length, inode: 0 }
}
