/**
 * Sockets as a program's kernel and a test's peers use them: non-blocking calls with POSIX semantics. A result below 0 is
 * `-errno`. Addresses are canonical text; a family 6 socket shows IPv4 peers as `::ffff:10.0.0.1`, as Linux does (RFC 4291
 * 2.5.5.2).
 */
import type { Nanoseconds } from '../clock.ts'
import type { TcpInfo } from './tcp-info.ts'

export interface Endpoint {
  address: string
  port: number
}

/**
 * Received piece. On a stream, `bytes.length` 0 is the peer's FIN. `from` is the sender of a datagram, null on a stream. The
 * bytes may be part of a frame, which must not change: copy them before handing them to a program.
 */
export interface Received {
  bytes: Uint8Array
  from: Endpoint | null
  /** Control data that the socket's options request. */
  ancillary?: Ancillary
}

/** Control messages of a datagram that the socket's options request (cmsg(3)). */
export interface Ancillary {
  readonly packetInfo?: PacketInfo
  readonly timeToLive?: number
  readonly typeOfService?: number
  /** From the error queue: the bytes are those quoted from the datagram in question, `from` is its destination. */
  readonly error?: ErrorReport
  /** Time of arrival, if requested. */
  readonly arrived?: Nanoseconds
  /** On a packet socket: the interface's number, and the frame's direction (a `PacketType`). */
  readonly link?: { readonly interfaceIndex: number; readonly type: number }
  /** … and its length on the wire, with the VLAN tag that the kernel removed from the bytes. */
  readonly frame?: { readonly length: number; readonly tag: number | null }
}

/** Linux's in_pktinfo and in6_pktinfo. */
export interface PacketInfo {
  /** Number of the interface it came in by, as if_nametoindex(3) counts. */
  readonly interfaceIndex: number
  /** Destination: perhaps a group or broadcast address. */
  readonly destination: string
  /** The address to answer from. */
  readonly localAddress: string
}

/** Linux's sock_extended_err. */
export interface ErrorReport {
  readonly errno: number
  /** `local`: this host refused to send it. */
  readonly origin: 'local' | 'icmp' | 'icmp6'
  readonly type: number
  readonly code: number
  /** The MTU for a datagram that was too long; the byte for a parameter problem. */
  readonly info: number
  /** Sender of the ICMP message; null for this host itself. */
  readonly offender: string | null
}

export interface Socket {
  readonly kind: 'tcp' | 'udp' | 'raw' | 'packet'
  readonly family: 4 | 6
  /** Number of this socket, unique on its host: what links a row of `host.sockets()` to it. */
  readonly inode: number
  /** Called synchronously, at the end of an event, when `readiness()` may have gained bits or send space grew. */
  onReadiness: (() => void) | null
  /** Returns `Ready` bits, as poll(2) does. */
  readiness(): number
  /** Binds to an address. `flags`: `BindFlag` bits. Port 0: an ephemeral one. EADDRINUSE, EADDRNOTAVAIL, EINVAL (bound already), EAFNOSUPPORT. */
  bind(address: string, port: number, flags?: number): number
  /** Returns 0, -EINPROGRESS (then readiness OUT and `takeError()` tell the outcome) or -errno. '' dissolves a datagram socket's association. */
  connect(address: string, port: number): number
  /**
   * Returns the number of bytes accepted, possibly fewer than given on a stream; copies what it keeps. -EAGAIN when there is
   * no room. `flags`: `SendFlag` bits, on a stream.
   */
  send(bytes: Uint8Array, to?: Endpoint, flags?: number): number
  /**
   * Returns at most `max` bytes; the rest of a datagram is lost. -EAGAIN when there is nothing. `flags`: `ReceiveFlag` bits;
   * OOB only on a stream.
   */
  receive(max: number, flags?: number): Received | number
  /** Returns the free bytes of the send buffer; on a datagram socket its SNDBUF. */
  sendSpace(): number
  /** Returns and clears SO_ERROR: a positive errno, or 0. */
  takeError(): number
  localEndpoint(): Endpoint | null
  remoteEndpoint(): Endpoint | null
  /** Returns the value of a `SocketOption`, or -errno. */
  getOption(option: number): number
  setOption(option: number, value: number, text?: string): number
  /** Closes the socket for the program. A TCP connection finishes in the background: sent data is still delivered, then FIN. */
  close(): void
}

export type UdpSocket = Socket & { readonly kind: 'udp' }
export type RawSocket = Socket & { readonly kind: 'raw'; readonly protocol: number }

/** Timer that a connection waits for, as the `timer:` column of `ss -o`. */
export interface SocketTimer {
  /** `on`: an acknowledgment; `persist`: a window; `timewait`: the end. */
  readonly kind: 'on' | 'keepalive' | 'timewait' | 'persist'
  readonly remaining: Nanoseconds
  /** Retransmissions or probes so far. */
  readonly count: number
}

export interface TcpSocket extends Socket {
  readonly kind: 'tcp'
  readonly state: TcpState
  /** Starts listening or changes the backlog; the accept queue holds `backlog + 1` connections, as on Linux. Unbound: an ephemeral port. */
  listen(backlog: number): number
  /** Returns the oldest established connection, or -EAGAIN; -EINVAL when not listening. */
  accept(): TcpSocket | number
  /** `how`: a `Shutdown` number. */
  shutdown(how: number): number
  /** Closes with a RST; unsent and unread data is lost (SO_LINGER 0). */
  reset(): void
  stats(): TcpStats
  /** Returns all fields of Linux's `tcp_info`. */
  information(): TcpInfo
  /** Returns whether the next byte to read is the urgent one, or the one behind it (SIOCATMARK). */
  atMark(): boolean
  /** Returns the bytes received and not yet read; on a listener, connections not yet accepted (Recv-Q of ss). */
  receiveQueueLength(): number
  /** Returns the bytes sent and not acknowledged plus bytes not yet sent; on a listener, its backlog (Send-Q of ss). */
  sendQueueLength(): number
}

export type TcpState =
  | 'CLOSED'
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECEIVED'
  | 'ESTABLISHED'
  | 'FIN_WAIT_1'
  | 'FIN_WAIT_2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT'

/** Fields with the same name, value and unit as in `tcp_info`. */
type SharedField =
  | 'notsentBytes'
  | 'sndWnd'
  | 'rcvWnd'
  | 'sndMss'
  | 'sndCwnd'
  | 'totalRetrans'
  | 'backoff'
  | 'segsOut'
  | 'segsIn'

/**
 * Connection as tables, plots and Lab show it: a view of `tcp_info`, and the bytes of its queues, which `tcp_info` lacks. A
 * field has another name if its value differs: `tcp_info` counts SYN and FIN among the bytes, counts data in flight in
 * segments, and encodes "none yet" as a number. Times are the clock's, in nanoseconds, because a simulated round trip may
 * take less than a microsecond, or no time at all, which is 0 in `tcp_info` as if it had not been measured.
 */
export interface TcpStats extends Pick<TcpInfo, SharedField> {
  state: TcpState
  /** Payload bytes received in order, without the FIN. */
  payloadReceived: number
  /** Payload bytes that the peer has acknowledged, without SYN and FIN. */
  payloadAcked: number
  /** Bytes received, not yet read. */
  unread: number
  /** Bytes sent, not yet acknowledged. */
  unacknowledged: number
  /** In segments; null before the first loss. */
  slowStartThreshold: number | null
  /** RFC 6298's SRTT and RTTVAR; null before the first sample. */
  smoothedRtt: Nanoseconds | null
  rttVariation: Nanoseconds | null
  retransmissionTimeout: Nanoseconds
}
