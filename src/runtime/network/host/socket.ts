/**
 * What a program's kernel and a test's peers see of a socket: non-blocking calls of POSIX meaning. A result below 0 is `-errno`.
 * Addresses are canonical text; a family 6 socket shows IPv4 peers as `::ffff:10.0.0.1`, as Linux does (RFC 4291 2.5.5.2).
 */
import type { Nanoseconds } from '../clock.ts'
import type { TcpInfo } from './tcp-info.ts'

export interface Endpoint {
  address: string
  port: number
}

/**
 * A piece received. On a stream, `bytes.length` 0 is the peer's FIN. `from` is the sender of a datagram, null on a stream. The bytes may lie in a frame,
 * which nobody changes: whoever hands them to a program copies them.
 */
export interface Received {
  bytes: Uint8Array
  from: Endpoint | null
  /** Control data that the socket's options ask for. */
  ancillary?: Ancillary
}

/** Control messages of a datagram, as far as the socket's options ask for them (cmsg(3)). */
export interface Ancillary {
  readonly packetInfo?: PacketInfo
  readonly timeToLive?: number
  readonly typeOfService?: number
  /** Off the error queue: the bytes are what was quoted of the datagram in question, `from` is where that went. */
  readonly error?: ErrorReport
  /** When it came, where that was asked for. */
  readonly arrived?: Nanoseconds
  /** Of a packet socket: the interface's number, and which way the frame went (a `PacketType`). */
  readonly link?: { readonly interfaceIndex: number; readonly type: number }
  /** … and its length on the wire, with the VLAN tag that the kernel has taken out of the bytes. */
  readonly frame?: { readonly length: number; readonly tag: number | null }
}

/** Linux's in_pktinfo and in6_pktinfo. */
export interface PacketInfo {
  /** Number of the interface it came in by, as if_nametoindex(3) counts. */
  readonly interfaceIndex: number
  /** Where it was sent to: a group perhaps, or everybody. */
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
  /** Called, synchronously and at the end of what the host is doing, whenever `readiness()` may have gained bits or send space grew. */
  onReadiness: (() => void) | null
  /** `Ready` bits, as poll(2) would say. */
  readiness(): number
  /** `flags`: `BindFlag` bits. Port 0: an ephemeral one. EADDRINUSE, EADDRNOTAVAIL, EINVAL (bound already), EAFNOSUPPORT. */
  bind(address: string, port: number, flags?: number): number
  /** 0, -EINPROGRESS (then readiness OUT and `takeError()` tell the outcome) or -errno. '' dissolves a datagram socket's association. */
  connect(address: string, port: number): number
  /** Number of bytes taken, possibly fewer than given on a stream; copies what it keeps. -EAGAIN when there is no room. `flags`: `SendFlag` bits, of a stream. */
  send(bytes: Uint8Array, to?: Endpoint, flags?: number): number
  /** At most `max` bytes; of a datagram, what does not fit is lost. -EAGAIN when there is nothing. `flags`: `ReceiveFlag` bits; OOB is of a stream. */
  receive(max: number, flags?: number): Received | number
  /** Free bytes of the send buffer; of a datagram socket its SNDBUF. */
  sendSpace(): number
  /** SO_ERROR: a positive errno or 0; reading clears it. */
  takeError(): number
  localEndpoint(): Endpoint | null
  remoteEndpoint(): Endpoint | null
  /** The value of a `SocketOption`, or -errno. */
  getOption(option: number): number
  setOption(option: number, value: number, text?: string): number
  /** The program lets go. A TCP connection finishes in the background: what was sent is still delivered, then FIN. */
  close(): void
}

export type UdpSocket = Socket & { readonly kind: 'udp' }
export type RawSocket = Socket & { readonly kind: 'raw'; readonly protocol: number }

/** Timer that a connection waits for, as the column `timer:` of `ss -o`. */
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
  /** Starts or changes listening; the accept queue holds `backlog + 1` connections, as Linux's. Unbound: an ephemeral port. */
  listen(backlog: number): number
  /** The oldest established connection, or -EAGAIN; -EINVAL when not listening. */
  accept(): TcpSocket | number
  /** `how`: a `Shutdown` number. */
  shutdown(how: number): number
  /** Closes with a RST; unsent and unread data is lost (SO_LINGER 0). */
  reset(): void
  stats(): TcpStats
  /** All that Linux's `tcp_info` has. */
  information(): TcpInfo
  /** Whether the next byte to read is the urgent one, or the one behind it (SIOCATMARK). */
  atMark(): boolean
  /** Bytes received and not yet read; of a listener, connections not yet accepted (Recv-Q of ss). */
  receiveQueueLength(): number
  /** Bytes sent and not acknowledged plus bytes not yet sent; of a listener, its backlog (Send-Q of ss). */
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

/** Fields that are those of `tcp_info`: same name, same value, same unit. */
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
 * What tables, plots and Lab show of a connection: a view of `tcp_info`, and the bytes of its queues, which `tcp_info` lacks.
 * A field has another name where its value is another: `tcp_info` counts SYN and FIN among the bytes and what is under way in
 * segments, and says "none yet" by a number. Times are those of the clock, in nanoseconds, because a simulated round trip may
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
