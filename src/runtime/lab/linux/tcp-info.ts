/** struct tcp_info of include/uapi/linux/tcp.h: the fields that Lab reports. */
import { TCP_INFO_FIELDS, type TcpInfo, type TcpState, type TcpStats } from '#network'

export const TCP_INFO_ROOM = 240

/** enum of include/net/tcp_states.h; also the hexadecimal state column of /proc/net/tcp. */
export const TCP_STATES: Record<number, TcpState> = {
  1: 'ESTABLISHED',
  2: 'SYN_SENT',
  3: 'SYN_RECEIVED',
  4: 'FIN_WAIT_1',
  5: 'FIN_WAIT_2',
  6: 'TIME_WAIT',
  7: 'CLOSED',
  8: 'CLOSE_WAIT',
  9: 'LAST_ACK',
  10: 'LISTEN',
  11: 'CLOSING',
  12: 'SYN_RECEIVED',
}
/** Linux's value of a slow start threshold that was never set. */
const INFINITE_SSTHRESH = 0x7fffffff
const MICROSECONDS = 1_000

/** State of a socket about which the kernel reports nothing: TCP_CLOSE, all else 0. */
export const NO_CONNECTION = new Uint8Array(TCP_INFO_ROOM).fill(7, 0, 1)

/** Bytes as the socket's owner and its queues count them; tcp_info counts segments, and SYN and FIN among the bytes. */
export interface ByteCounts {
  /** Handed over by the program. */
  taken: number
  /** Read by the program. */
  read: number
  unread: number
  /** SIOCOUTQ: sent or not, without an acknowledgment. */
  unacknowledged: number
}

/** How many connections wait to be accepted, of a socket in LISTEN: `tcpi_unacked` then is `sk_ack_backlog`. */
export function waitingConnections(bytes: Uint8Array): number {
  const { state, unacked } = readInformation(bytes)
  return TCP_STATES[state] === 'LISTEN' ? unacked : 0
}

export function readTcpInfo(bytes: Uint8Array, counts: ByteCounts): TcpStats {
  const info = readInformation(bytes)
  return {
    state: TCP_STATES[info.state] ?? 'CLOSED',
    payloadReceived: counts.read + counts.unread,
    // A FIN that waits for its acknowledgment is in the queue too, beyond all that was handed over.
    payloadAcked: Math.max(0, counts.taken - counts.unacknowledged),
    unread: counts.unread,
    unacknowledged: Math.max(0, counts.unacknowledged - info.notsentBytes),
    notsentBytes: info.notsentBytes,
    sndWnd: info.sndWnd,
    rcvWnd: info.rcvWnd,
    sndMss: info.sndMss,
    sndCwnd: info.sndCwnd,
    slowStartThreshold: info.sndSsthresh >= INFINITE_SSTHRESH ? null : info.sndSsthresh,
    smoothedRtt: info.rtt === 0 ? null : info.rtt * MICROSECONDS,
    rttVariation: info.rtt === 0 ? null : info.rttvar * MICROSECONDS,
    retransmissionTimeout: info.rto * MICROSECONDS,
    totalRetrans: info.totalRetrans,
    backoff: info.backoff,
    segsOut: info.segsOut,
    segsIn: info.segsIn,
  }
}

/**
 * Offset of each field in the struct; a pair is an 8-byte one. One-byte fields come first, before the two 4-bit scales.
 */
const PLACES: Readonly<Record<keyof TcpInfo, number | readonly [at: number]>> = {
  state: 0,
  caState: 1,
  retransmits: 2,
  probes: 3,
  backoff: 4,
  options: 5,
  sndWscale: 6,
  rcvWscale: 6,
  rto: 8,
  ato: 12,
  sndMss: 16,
  rcvMss: 20,
  unacked: 24,
  sacked: 28,
  lost: 32,
  retrans: 36,
  lastDataSent: 44,
  lastDataRecv: 52,
  lastAckRecv: 56,
  pmtu: 60,
  rcvSsthresh: 64,
  rtt: 68,
  rttvar: 72,
  sndSsthresh: 76,
  sndCwnd: 80,
  advmss: 84,
  reordering: 88,
  totalRetrans: 100,
  bytesAcked: [120],
  bytesReceived: [128],
  segsOut: 136,
  segsIn: 140,
  notsentBytes: 144,
  minRtt: 148,
  busyTime: [168],
  rwndLimited: [176],
  sndbufLimited: [184],
  reordSeen: 220,
  rcvWnd: 232,
  rcvRtt: 92,
  rcvSpace: 96,
  pacingRate: [104],
  dataSegsIn: 152,
  dataSegsOut: 156,
  delivered: 192,
  deliveredCe: 196,
  bytesSent: [200],
  bytesRetrans: [208],
  dsackDups: 216,
  rcvOoopack: 224,
  sndWnd: 228,
}
const FIRST_WORD = 8

/** All of the struct that there is. */
export function readInformation(bytes: Uint8Array): TcpInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const read = (field: keyof TcpInfo): number => {
    const place = PLACES[field]
    const at = typeof place === 'number' ? place : place[0]
    const size = typeof place === 'number' ? (at < FIRST_WORD ? 1 : 4) : 8
    if (at + size > bytes.length) return 0
    if (field === 'sndWscale') return bytes[at]! & 15
    if (field === 'rcvWscale') return bytes[at]! >> 4
    return size === 1 ? bytes[at]! : size === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true))
  }
  return Object.fromEntries(TCP_INFO_FIELDS.map((field) => [field, read(field)])) as TcpInfo
}
