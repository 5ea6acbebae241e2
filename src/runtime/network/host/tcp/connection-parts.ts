/** Groups of a connection's state. The two sequence spaces have RFC 9293's names, without SND. and RCV. (§3.3.1). */
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
  /** End of the last segment sent that was not full, for Nagle's algorithm as modified by Minshall (Linux's snd_sml). */
  sml: SequenceNumber = 0
  /** An acknowledgment made progress since the last segment left: the path works. */
  pathConfirmed = false
  /** Bytes that the program wrote and the peer has not acknowledged. */
  readonly buffer = new SendBuffer()
  bufferLimit: number
  /** SO_SNDBUF was set: the limit no longer grows. */
  bufferLocked = false
  /** The program found the buffer full and waits until it can write again. */
  bufferFull = false
  /** Unsent bytes above which the program must wait (TCP_NOTSENT_LOWAT). */
  notSentLowWater = Number.POSITIVE_INFINITY
  shut = false
  finQueued = false
  /** Ends of unsent records that no segment may cross (MSG_EOR). */
  recordEnds: SequenceNumber[] = []
  /** Sequence number after the last urgent byte; null once the peer has acknowledged it. */
  urgentEnd: SequenceNumber | null = null
  /** The peer's MSS option (RFC 9293 3.7.1), and the segment size that the path carries. */
  peerMss = 536
  pathMss = 1460
  pathMtuEpoch = 0
  lastAt: Nanoseconds
  /** When our SYN left, first and last. */
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
  /** SO_RCVBUF was set: the space no longer grows. */
  spaceLocked = false
  readonly autotuning = new ReceiveAutotuning()
  shut = false
  /** A range that arrived twice, to be reported once (RFC 2883). */
  duplicateRange: SackBlock | null = null
  /** Sequence number of the peer's FIN, once one was seen. */
  finSequence: SequenceNumber | null = null
  finReceived = false
  /** Of everything behind a gap, the FIN arrived last. */
  isFinNewest = false
  /** The peer's urgent data, while there is any. */
  urgent: UrgentByte | null = null
  urgentInline = false
  /** Estimate of the peer's MSS, from the segments seen (Linux's rcv_mss). */
  mss = 88
  /** Size of the last segment if it was smaller than that: two alike in a row lower the estimate. */
  lastSmallSize = 0
  /** Our MSS option: the largest segment that our own link takes. */
  advmss = 1460
  /** When text last arrived, for the pace of acknowledgments. */
  lastAt: Nanoseconds = 0

  constructor({ receiveBuffer }: TcpSettings) {
    this.space = receiveBuffer >> 1
    this.memory = receiveBuffer
  }
}

/** The peer's urgent data. */
export interface UrgentByte {
  sequence: SequenceNumber
  /** Null while it is still to come, and once it was read. */
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
  /** The network marked a segment of the peer: acknowledgments carry ECE until the peer answers with CWR. */
  echoesCongestion = false
  /** The next new data carries CWR. */
  tellsReduction = false
}

/** Retransmissions and window probes without progress: what the connection counts before it gives up. */
export class RetryState {
  /** Expiries of the retransmission timer in a row, and when the first retransmission was made. */
  count = 0
  since: Nanoseconds = 0
  probesOut = 0
  probingSince: Nanoseconds = 0
  probeBackoff = 0
}

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
