/** Groups of a connection's state. Both sequence spaces use RFC 9293's names, without SND. and RCV. (§3.3.1). */
import { type Nanoseconds, SECOND } from '../../clock.ts'
import type { SackBlock } from '../../wire/index.ts'
import type { Timer } from '../timer.ts'
import { LimitsRecord } from './limits-record.ts'
import { ReceiveAutotuning } from './receive-autotuning.ts'
import { ReceiveBuffer } from './receive-buffer.ts'
import { SendBuffer } from './send-buffer.ts'
import type { SequenceNumber } from './sequence.ts'
import type { TcpSettings } from './settings.ts'

/** Send sequence space, and the program's side of it. */
export class SendState {
  iss: SequenceNumber = 0
  una: SequenceNumber = 0
  nxt: SequenceNumber = 0
  wnd = 0
  wl1: SequenceNumber = 0
  wl2: SequenceNumber = 0
  /** Largest window the peer ever offered (RFC 9293 3.8.6.2.1). */
  maxWindow = 0
  wscale = 0
  /** End of the last small segment sent, for Nagle's algorithm as modified by Minshall (Linux's snd_sml). */
  sml: SequenceNumber = 0
  /** An acknowledgment made progress since the last segment left: the path works. */
  pathConfirmed = false
  /** Bytes that the program wrote and the peer has not acknowledged. */
  readonly buffer = new SendBuffer()
  bufferLimit: number
  /** SO_SNDBUF was set: the limit stops growing. */
  bufferLocked = false
  /** The program found the buffer full and waits until it is writable. */
  bufferFull = false
  /** Unsent bytes above which the program must wait (TCP_NOTSENT_LOWAT). */
  notSentLowWater = Number.POSITIVE_INFINITY
  shut = false
  finQueued = false
  /** Ends of unsent records that no segment may cross (MSG_EOR). */
  recordEnds: SequenceNumber[] = []
  /** Sequence number after the last urgent byte; null once the peer has acknowledged it. */
  urgentEnd: SequenceNumber | null = null
  /** The peer's MSS option (RFC 9293 3.7.1), and the segment size that fits the path. */
  peerMss = 536
  pathMss = 1460
  pathMtuEpoch = 0
  lastAt: Nanoseconds
  /** Times of our first and last SYN. */
  synAt: Nanoseconds
  synLastAt: Nanoseconds
  readonly limits = new LimitsRecord()

  constructor({ sendBuffer }: TcpSettings, now: Nanoseconds) {
    this.bufferLimit = sendBuffer
    this.lastAt = now
    this.synAt = now
    this.synLastAt = now
  }
}

/** Receive sequence space, and the program's side of it. */
export class ReceiveState {
  irs: SequenceNumber = 0
  nxt: SequenceNumber = 0
  /** The window last advertised, and RCV.NXT at that time. */
  wnd = 0
  wup: SequenceNumber = 0
  wscale = 0
  /** Upper bound of the advertised window; grows as segments arrive (Linux's rcv_ssthresh). */
  ssthresh = 0
  readonly buffer = new ReceiveBuffer()
  space: number
  /** SO_RCVBUF's doubled value (sk_rcvbuf); `space` is the part of it that holds payload. */
  memory: number
  /** Bytes of payload in 256 bytes of receive memory (Linux's scaling_ratio). */
  payloadShare = 128
  /** SO_RCVBUF was set: the space stops growing. */
  spaceLocked = false
  readonly autotuning = new ReceiveAutotuning()
  shut = false
  /** A range that arrived twice, to be reported once (RFC 2883). */
  duplicateRange: SackBlock | null = null
  /** Sequence number of the peer's FIN, once one was seen. */
  finSequence: SequenceNumber | null = null
  finReceived = false
  /** The FIN was the last to arrive of everything behind a gap. */
  isFinNewest = false
  /** The peer's urgent data, if any. */
  urgent: UrgentByte | null = null
  urgentInline = false
  /** Estimate of the peer's MSS, from the segments seen (Linux's rcv_mss). */
  mss = 88
  /** Size of the last segment if smaller than that: two equal ones in a row lower the estimate. */
  lastSmallSize = 0
  /** Our MSS option: the largest segment that fits our own link. */
  advmss = 1460
  /** Last arrival of text, for the pace of acknowledgments. */
  lastAt: Nanoseconds = 0

  constructor({ receiveBuffer }: TcpSettings) {
    this.space = receiveBuffer >> 1
    this.memory = receiveBuffer
  }
}

/** The peer's urgent data. */
export interface UrgentByte {
  sequence: SequenceNumber
  /** Null before it arrives and after it was read. */
  value: number | null
  isRead: boolean
}

/** Timestamps option (RFC 7323). */
export class TimestampState {
  on = false
  /** Added to the clock of our own timestamps. */
  offset = 0
  /** TS.Recent, and when it was set. */
  recent = 0
  recentAt: Nanoseconds = 0
  /** The timestamp of ours that the current segment echoes; 0 for none. */
  echoed = 0
}

/** Explicit congestion notification (RFC 3168). */
export class EcnState {
  on = false
  /** The peer sent an ECN-capable packet. */
  seen = false
  /** The network marked one of the peer's segments: acknowledgments carry ECE until the peer answers with CWR. */
  echoesCongestion = false
  /** The next segment with new data carries CWR. */
  tellsReduction = false
}

/** Retransmissions and window probes without progress, counted toward giving up. */
export class RetryState {
  /** Consecutive expiries of the retransmission timer, and the time of the first retransmission. */
  count = 0
  since: Nanoseconds = 0
  probesOut = 0
  probingSince: Nanoseconds = 0
  probeBackoff = 0
}

/** When to acknowledge (Linux's inet_csk(sk)->icsk_ack). */
export class AckState {
  scheduled = false
  /** The acknowledgment must not be delayed. */
  atOnce = false
  /** Number of acknowledgments still to be sent at once. */
  quick = 0
  /** Segments smaller than the peer's MSS since the last acknowledgment, up to 2 (Linux's ICSK_ACK_PUSHED). */
  pushes = 0
  /** The program answers what it receives: acknowledgments ride on its data. */
  pingpong = false
  ato: Nanoseconds = 0
  lastOutOfWindowAt: Nanoseconds = -SECOND
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
  /** Probes sent since the peer's last segment. */
  sent = 0
  readonly timer: Timer

  constructor({ keepAliveTime, keepAliveInterval, keepAliveProbes }: TcpSettings, timer: Timer) {
    this.time = keepAliveTime
    this.interval = keepAliveInterval
    this.probes = keepAliveProbes
    this.timer = timer
  }
}

/** Counters of a connection, under tcp_info's names. */
export class ConnectionCounters {
  bytesReceived = 0
  bytesAcked = 0
  /** Segments sent again. */
  totalRetrans = 0
  segsOut = 0
  segsIn = 0
  dataSegsOut = 0
  dataSegsIn = 0
  /** Payload bytes sent, retransmissions included. */
  bytesSent = 0
  bytesRetrans = 0
  /** Segments of ours that arrived, SYN included; and those that came with a congestion echo. */
  delivered = 0
  deliveredCe = 0
  dsackDups = 0
  rcvOoopack = 0
}
