/** Between a connection and those around it: the host's TCP, and who is told of what happens on it. */
import type { Scheduler } from '../../clock.ts'
import type { SocketRow } from '../rows.ts'
import type { Connection } from './connection.ts'
import type { Segment } from './segment.ts'
import type { TcpSettings } from './settings.ts'

/** What a connection needs of the host's TCP below and around it. */
export interface ConnectionServices {
  readonly scheduler: Scheduler
  readonly settings: TcpSettings
  transmit(connection: Connection, segment: Segment): void
  /** Changes whenever a path's MTU was learned; `pathMtu` then tells this connection's. */
  readonly pathMtuEpoch: number
  pathMtu(connection: Connection): number
  /** Answers a segment that belongs to no state of this connection with a RST of its own (RFC 9293 3.10.7.1). */
  refuse(connection: Connection, segment: Segment): void
  /** The connection is over: its addresses are free. */
  release(connection: Connection): void
  count(event: TcpEvent): void
  /** What tables show of the connection may be different now. */
  touched(connection: Connection): void
}

/** Events counted: those of Linux's /proc/net/snmp have Tcp before them, those of netstat stand as they are there. */
export type TcpEvent =
  | 'TcpActiveOpens'
  | 'TcpPassiveOpens'
  | 'TcpAttemptFails'
  | 'TcpEstabResets'
  | 'TcpInSegs'
  | 'TcpOutSegs'
  | 'TcpRetransSegs'
  | 'TcpInErrs'
  | 'TcpOutRsts'
  | 'TCPChallengeACK'
  | 'PAWSActive'
  | 'PAWSEstab'
  | 'TCPECNMarked'
  | 'TCPECNEchoed'
  | 'TCPReqQFullDoCookies'
  | 'SyncookiesSent'
  | 'SyncookiesRecv'
  | 'SyncookiesFailed'
  | 'ListenOverflows'
  | 'TCPTimeouts'
  | 'TCPLossProbes'
  | 'TCPLossProbeRecovery'
  | 'TCPSpuriousRTOs'
  | 'TCPLossUndo'
  | 'TCPFullUndo'
  | 'TCPPartialUndo'
  | 'TCPDSACKUndo'
  | 'BeyondWindow'
  | 'TCPDSACKRecv'
  | 'TCPDSACKOldSent'
  | 'TCPDSACKOfoSent'
  | 'TCPReqQFullDrop'
  | 'TCPAbortOnData'
  | 'TCPAbortOnClose'
  | 'TCPAbortOnTimeout'

/** Who is told of what happens on a connection: the program's socket, or the listener while nobody has accepted it. */
export interface ConnectionOwner {
  /** Readable, writable, closed or failed: look again. Called at the end of the event. */
  connectionChanged(connection: Connection): void
  /** A program's socket shows the connection as its own; null when it is done with it. */
  row?(): SocketRow | null
  /** The handshake of a passive open is complete; false when there is no room in the accept queue. */
  connectionEstablished?(connection: Connection): boolean
}

export type TimerHandlers = Record<
  'retransmission' | 'probe' | 'delayedAck' | 'keepAlive' | 'final',
  (connection: Connection) => void
>
