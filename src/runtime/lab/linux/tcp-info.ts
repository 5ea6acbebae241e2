/** struct tcp_info of include/uapi/linux/tcp.h, as far as Lab tells of it. */
import type { TcpState, TcpStats } from '../../network/index.ts'

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
/** What Linux says of a slow start threshold that was never set. */
const INFINITE_SSTHRESH = 0x7fffffff
const MICROSECONDS = 1_000

/** `unread` and the bytes not yet acknowledged come from the queues, not from tcp_info, which counts segments. */
export function readTcpInfo(bytes: Uint8Array, unread: number, outQueue: number): TcpStats {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const u32 = (at: number) => (at + 4 <= bytes.length ? view.getUint32(at, true) : 0)
  const u64 = (at: number) => (at + 8 <= bytes.length ? Number(view.getBigUint64(at, true)) : 0)
  const threshold = u32(76)
  const unsent = u32(144)
  const rtt = u32(68)
  return {
    state: TCP_STATES[bytes[0] ?? 7] ?? 'CLOSED',
    bytesReceived: u64(128),
    bytesAcked: u64(120),
    unread,
    unacknowledged: Math.max(0, outQueue - unsent),
    unsent,
    sendWindow: u32(228),
    receiveWindow: u32(232),
    mss: u32(16),
    congestionWindow: u32(80),
    slowStartThreshold: threshold >= INFINITE_SSTHRESH ? null : threshold,
    smoothedRtt: rtt === 0 ? null : rtt * MICROSECONDS,
    rttVariation: rtt === 0 ? null : u32(72) * MICROSECONDS,
    retransmissionTimeout: u32(8) * MICROSECONDS,
    retransmissions: u32(100),
    backoff: bytes[4] ?? 0,
    segmentsSent: u32(136),
    segmentsReceived: u32(140),
  }
}
