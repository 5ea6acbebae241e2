import type { Nanoseconds, Scheduler } from '../../clock.ts'
import { IpProtocol } from '../../wire/index.ts'
import { ANY_FLOW, type Attribution, type FlowSelector, type NetworkInterface } from '../ip/index.ts'
import type { SocketRow } from '../rows.ts'
import type { Endpoint, TcpState } from '../socket.ts'
import type { SocketDetail, SocketSource } from '../table-watch.ts'
import { Timer } from '../timer.ts'
import { type CongestionControl, type CongestionWindow, createCongestionControl } from './congestion/index.ts'
import {
  AckState,
  ConnectionCounters,
  EcnState,
  KeepaliveState,
  ReceiveState,
  RetryState,
  SendState,
  TimestampState,
} from './connection-parts.ts'
import { RecoveryRecord } from './recovery-record.ts'
import { RetransmissionQueue } from './retransmission-queue.ts'
import { RttEstimator } from './rtt-estimator.ts'
import type { Segment } from './segment.ts'
import type { SequenceNumber } from './sequence.ts'
import type { TcpSettings } from './settings.ts'
import type { TcpEvent } from './tcp-event.ts'

/**
 * Transmission control block (RFC 9293 3.3.1): state only, under the RFC's names, in groups (`connection-parts.ts`). The
 * functions that change it are in `input`, `acknowledgment`, `output`, `recovery` and `timeouts`.
 */
export class Connection implements SocketSource {
  readonly services: ConnectionServices
  readonly local: Endpoint
  readonly remote: Endpoint
  state: TcpState = 'CLOSED'
  /** We sent the first SYN, rather than a listener's answer. */
  opensActively = false
  /** Packet fields besides the addresses that routing depends on. */
  flow: FlowSelector
  /** null: an orphan, which no program can see any more. */
  owner: ConnectionOwner | null = null
  /** sk_err: what the next call or `takeError` reports. */
  error = 0
  /** Error from an ICMP message during the connection: reported if it then times out. */
  softError = 0
  /** IP_RECVERR: report at once errors that would otherwise only be remembered. */
  reportsErrors = false
  /** Forbids fragmentation on the way, unless IP_PMTUDISC_DONT. */
  discoversMtu = true
  changed = false

  readonly snd: SendState
  readonly rcv: ReceiveState
  /** Segments sent and not yet acknowledged. */
  readonly sent = new RetransmissionQueue()
  readonly timestamps = new TimestampState()
  readonly ecn = new EcnState()
  sackOn = false
  windowScalingOn = false
  readonly ack: AckState

  // --- loss and congestion
  readonly rtt: RttEstimator
  congestionControl: CongestionControl
  readonly congestion: CongestionWindow
  readonly recovery: RecoveryRecord
  /** Linux's cwnd validation (RFC 7661's idea): the window only grows while it is what limits sending. */
  isCwndLimited = false
  maxPacketsOut = 0
  cwndUsageSeq: SequenceNumber = 0

  // --- giving up
  readonly retry = new RetryState()
  readonly keepalive: KeepaliveState
  /** Arrival of the last segment of any kind. */
  lastSegmentAt: Nanoseconds

  // --- options set by the program
  noDelay = false
  corked = false
  /** Retransmissions of our SYN (TCP_SYNCNT). */
  synRetries: number
  /** Timeout of an orphan in FIN-WAIT-2 (TCP_LINGER2). */
  finTimeout: Nanoseconds
  /** Longest time that data may stay unacknowledged; 0: as long as the retries take. */
  userTimeout: Nanoseconds = 0
  timeToLive = 64
  typeOfService = 0

  readonly stats = new ConnectionCounters()

  readonly retransmissionTimer: Timer
  /** Purpose of that timer while it runs. */
  timerPurpose: TimerPurpose = 'retransmission'
  readonly probeTimer: Timer
  /** TIME-WAIT, and FIN-WAIT-2 of an orphan. */
  readonly finalTimer: Timer

  constructor(services: ConnectionServices, local: Endpoint, remote: Endpoint, handlers: TimerHandlers) {
    this.services = services
    this.local = local
    this.remote = remote
    const ports = { protocol: IpProtocol.TCP, sourcePort: local.port, destinationPort: remote.port }
    this.flow = { ...ANY_FLOW, ports }
    const { scheduler, settings } = services
    this.snd = new SendState(settings, scheduler.now)
    this.rcv = new ReceiveState(settings)
    this.rtt = new RttEstimator(settings.timeoutMinimum, settings.timeoutMaximum)
    this.recovery = new RecoveryRecord(settings.reorderingDegree)
    this.lastSegmentAt = scheduler.now
    this.congestionControl = createCongestionControl(settings.congestionControl)
    this.congestion = { cwnd: settings.initialWindow, ssthresh: Number.POSITIVE_INFINITY }
    this.synRetries = settings.synRetries
    this.finTimeout = settings.finTimeout
    this.keepalive = new KeepaliveState(settings, new Timer(scheduler, () => handlers.keepAlive(this)))
    this.ack = new AckState(new Timer(scheduler, () => handlers.delayedAck(this)))
    this.retransmissionTimer = new Timer(scheduler, () => handlers.retransmission(this))
    this.probeTimer = new Timer(scheduler, () => handlers.probe(this))
    this.finalTimer = new Timer(scheduler, () => handlers.final(this))
  }

  get now(): Nanoseconds {
    return this.services.scheduler.now
  }

  /** Notifies the owner once, at the end of the current event (`settle`). */
  touch(): void {
    this.changed = true
  }

  /** Ends an event of this connection and notifies the owner, now that the state is consistent again. */
  settle(): void {
    this.services.touched(this)
    if (!this.changed) return
    this.changed = false
    this.owner?.connectionChanged(this)
  }

  /** Sends and receives on this interface only; null: on any. */
  bindToDevice(device: NetworkInterface | null): void {
    this.flow = { ...this.flow, device }
  }

  /** As `ss` shows it; null once it is over. */
  tableRow(): SocketDetail | null {
    return this.state === 'CLOSED' ? null : this.services.detail(this)
  }

  stopTimers(): void {
    this.retransmissionTimer.stop()
    this.probeTimer.stop()
    this.ack.timer.stop()
    this.keepalive.timer.stop()
    this.finalTimer.stop()
  }
}

export type TimerPurpose = 'retransmission' | 'loss probe' | 'reordering'

/** Services that a connection needs from its host's TCP. */
export interface ConnectionServices {
  readonly scheduler: Scheduler
  readonly settings: TcpSettings
  /** Cause recorded for the packets sent from now on. */
  readonly attribution: Attribution
  transmit(connection: Connection, segment: Segment): void
  /** Counter that changes whenever a path's MTU is learned; `pathMtu` then returns this connection's. */
  readonly pathMtuEpoch: number
  pathMtu(connection: Connection): number
  /** Answers a segment that belongs to no state of this connection with a RST of its own (RFC 9293 3.10.7.1). */
  refuse(connection: Connection, segment: Segment): void
  /** The connection is over: its addresses are free. */
  release(connection: Connection): void
  count(event: TcpEvent): void
  /** As `ss` shows it. */
  detail(connection: Connection): SocketDetail
  /** Reports that tables may now show the connection differently. */
  touched(connection: Connection): void
}

/** Receiver of a connection's events: the program's socket, or the listener before accept. */
export interface ConnectionOwner {
  /** Readable, writable, closed or failed: look again. Called at the end of the event. */
  connectionChanged(connection: Connection): void
  /** The connection as a program's socket shows it; null when the socket is done with it. */
  row?(): SocketRow | null
  /** The handshake of a passive open is complete; false when there is no room in the accept queue. */
  connectionEstablished?(connection: Connection): boolean
}

export type TimerHandlers = Record<
  'retransmission' | 'probe' | 'delayedAck' | 'keepAlive' | 'final',
  (connection: Connection) => void
>
