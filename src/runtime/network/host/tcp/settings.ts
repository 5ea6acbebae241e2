import { MILLISECOND, type Nanoseconds, SECOND } from '../../clock.ts'
import type { CongestionControlName } from './congestion/index.ts'

/** Linux's TCP_RTO_MIN, TCP_DELACK_MIN and TCP_DELACK_MAX. */
export const RETRANSMISSION_MINIMUM = 200 * MILLISECOND
export const DELAYED_ACK_MINIMUM = 40 * MILLISECOND
export const DELAYED_ACK_MAXIMUM = 200 * MILLISECOND

/** Parameters of TCP, named after Linux's sysctls `net.ipv4.tcp_…`, with Linux's defaults. Times in ns. */
export interface TcpSettings {
  windowScaling: boolean
  timestamps: boolean
  sack: boolean
  /** D-SACK (RFC 2883): SACK also reports data received twice. */
  duplicateSack: boolean
  /** Tail loss probes (RFC 8985 7; Linux's tcp_early_retrans 3). */
  lossProbe: boolean
  /** F-RTO (RFC 5682; Linux's tcp_frto). */
  forwardRecovery: boolean
  /** Retransmissions of a SYN before connect fails (RFC 9293 MUST-23). */
  synRetries: number
  /** Additional ones before them, at the initial timeout, without backoff (tcp_syn_linear_timeouts). */
  synLinearTimeouts: number
  synAckRetries: number
  /** R2 of RFC 9293 3.8.3, as a number of expiries of a 200 ms timer that doubles. */
  retries2: number
  /** The same for a connection that no program holds. */
  orphanRetries: number
  finTimeout: Nanoseconds
  timeWait: Nanoseconds
  /** Whether connect may take the ends of a connection in TIME-WAIT (tcp_tw_reuse): never, always, over loopback alone. */
  timeWaitReuse: 0 | 1 | 2
  /** Minimum age of that connection (tcp_tw_reuse_delay). */
  timeWaitReuseDelay: Nanoseconds
  keepAliveTime: Nanoseconds
  keepAliveInterval: Nanoseconds
  keepAliveProbes: number
  /** Default for sockets that don't set TCP_CONGESTION. */
  congestionControl: CongestionControlName
  /** ECN (RFC 3168): 0 never, 1 request and accept, 2 accept only. */
  ecn: 0 | 1 | 2
  /** SYN cookies (RFC 4987) when too many connections are half-open, or for every SYN. */
  synCookies: boolean | 'always'
  /** Bounds of the retransmission timeout (tcp_rto_min_us, tcp_rto_max_ms). */
  timeoutMinimum: Nanoseconds
  timeoutMaximum: Nanoseconds
  /** Duplicate acknowledgments that mean loss while no reordering was seen. */
  reorderingDegree: number
  /** Minimum time between two answers to unacceptable segments (RFC 5961 7). */
  invalidSegmentInterval: Nanoseconds
  /** Initial window in segments (RFC 6928). */
  initialWindow: number
  slowStartAfterIdle: boolean
  /** Bytes of SO_RCVBUF; half of it is offered as the window. */
  receiveBuffer: number
  receiveBufferMaximum: number
  /** Grow the receive buffer with what the program reads (tcp_moderate_rcvbuf). */
  growsReceiveBuffer: boolean
  sendBuffer: number
  sendBufferMaximum: number
  /** Largest accept queue (net.core.somaxconn). */
  maximumBacklog: number
}

export const LINUX_TCP_SETTINGS: Readonly<TcpSettings> = {
  windowScaling: true,
  timestamps: true,
  sack: true,
  duplicateSack: true,
  lossProbe: true,
  forwardRecovery: true,
  synRetries: 6,
  synLinearTimeouts: 4,
  synAckRetries: 5,
  retries2: 15,
  orphanRetries: 8,
  finTimeout: 60 * SECOND,
  timeWait: 60 * SECOND,
  timeWaitReuse: 2,
  timeWaitReuseDelay: 1 * SECOND,
  keepAliveTime: 7200 * SECOND,
  keepAliveInterval: 75 * SECOND,
  keepAliveProbes: 9,
  congestionControl: 'cubic',
  ecn: 2,
  synCookies: true,
  timeoutMinimum: RETRANSMISSION_MINIMUM,
  timeoutMaximum: 120 * SECOND,
  reorderingDegree: 3,
  invalidSegmentInterval: 500 * MILLISECOND,
  initialWindow: 10,
  slowStartAfterIdle: true,
  receiveBuffer: 131_072,
  receiveBufferMaximum: 6_291_456,
  growsReceiveBuffer: true,
  sendBuffer: 16_384,
  sendBufferMaximum: 4_194_304,
  maximumBacklog: 4096,
}
