/** Parts of a connection's state that belong together: its acknowledgments, its keep-alive, its counters. */
import type { Nanoseconds } from '../../clock.ts'
import type { Timer } from '../timer.ts'
import type { TcpSettings } from './settings.ts'

/** When to acknowledge (Linux's inet_csk(sk)->icsk_ack). */
export class AckState {
  scheduled = false
  /** It must not be delayed. */
  atOnce = false
  /** Acknowledgments that are still sent at once. */
  quick = 0
  /** Segments smaller than the peer's MSS since the last acknowledgment, up to 2 (Linux's ICSK_ACK_PUSHED). */
  pushes = 0
  /** The program answers what it receives: acknowledgments ride on its data. */
  pingpong = false
  ato: Nanoseconds = 0
  lastOutOfWindowAt: Nanoseconds = -1_000_000_000
  readonly timer: Timer

  constructor(timer: Timer) {
    this.timer = timer
  }
}

/** Keep-alive (RFC 9293 3.8.4): SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT. */
export class KeepaliveState {
  on = false
  time: Nanoseconds
  interval: Nanoseconds
  probes: number
  /** Probes sent since the peer was last heard. */
  sent = 0
  readonly timer: Timer

  constructor({ keepAliveTime, keepAliveInterval, keepAliveProbes }: TcpSettings, timer: Timer) {
    this.time = keepAliveTime
    this.interval = keepAliveInterval
    this.probes = keepAliveProbes
    this.timer = timer
  }
}

/** What a connection counts, by tcp_info's names. */
export class ConnectionCounters {
  bytesReceived = 0
  bytesAcked = 0
  /** Segments sent again. */
  totalRetrans = 0
  segsOut = 0
  segsIn = 0
  dataSegsOut = 0
  dataSegsIn = 0
  /** Payload sent, first and again. */
  bytesSent = 0
  bytesRetrans = 0
  /** Segments of ours that arrived, SYN included; and with an echo of congestion. */
  delivered = 0
  deliveredCe = 0
  dsackDups = 0
  rcvOoopack = 0
}
