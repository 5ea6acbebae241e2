import type { TcpState } from './host-state.ts'
import type { Packet, PacketSpec } from './packet.ts'
import type { Data, Duration, Endpoint, Target, Time, Within } from './values.ts'

export interface PeerOptions {
  /** Local port or address. */
  from?: Partial<Endpoint>
  /** SO_RCVBUF: fixes the window, turns autotuning off. */
  receiveBuffer?: number
  /** Do not read until `resume`. */
  paused?: boolean
}

export interface SendOptions {
  /** Least time between pieces; default 1 ms. */
  gap?: Duration
  /** Repeat, for floods and long streams that need not cross in full. Without a `gap` the repeats are one piece. */
  times?: number
}

/** One end of a TCP connection, driven by the test. Its kernel is an ordinary one: `raw` is for forging segments. */
export interface TcpPeer {
  readonly local: Endpoint
  readonly remote: Endpoint
  /**
   * @act Hand over data. An array is one segment per element: `send(['PI', 'NG\n'])`. Returns at once; pieces, and what the kernel has no
   * room for, go out while the world runs. `send`, `end` and `reset` keep their order: each begins when the one before it is out.
   * Under `test.schedules` the schedule decides the cuts; `whole` keeps the pieces, `coalesce` joins all that was sent since the last wait.
   * Linux: one write per piece, TCP_NODELAY; the next piece waits until this one is acknowledged and the receiving socket's Recv-Q is 0 (inet_diag in
   * its namespace), so that no two pieces are read as one however busy the machine is. A receiver that does not read gets the rest after 500 ms.
   */
  send(data: Data | Data[], options?: SendOptions): Promise<void>
  /** `send(text)`, then `line()`. */
  ask(text: string, options?: Within): Promise<string>
  /** @act Send FIN: no more data from this side; reading continues. */
  end(): Promise<void>
  /** @act RST (SO_LINGER 0; unsent data is lost). */
  reset(): Promise<void>
  /** @act Stop reading: the window closes. */
  pause(): Promise<void>
  /** @act */
  resume(): Promise<void>
  /** @act Never send another packet on this connection, not even an ACK: the peer whose cable was pulled. Linux: an nft rule. */
  vanish(): Promise<void>

  /** @wait Next line, without `\n`. Throws TIMEOUT, END (with the unfinished rest) or RESET. */
  line(options?: Within): Promise<string>
  /** @wait The next n lines. */
  lines(n: number, options?: Within): Promise<string[]>
  /** @wait Exactly n bytes. */
  bytes(n: number, options?: Within): Promise<Uint8Array>
  /** @wait Everything up to the FIN, as text. Throws RESET if it ends otherwise. */
  rest(options?: Within): Promise<string>
  /** @wait Everything up to the FIN, hashed where it arrives: for streams too long to cross. */
  digest(options?: Within): Promise<{ length: number; sha256: string }>
  /** @wait Check that the stream ends with FIN and nothing before it. */
  expectEnd(options?: Within): Promise<void>
  /** @wait Check that a RST comes; bytes before it are an error unless `afterData`. */
  expectReset(options?: Within & { afterData?: boolean }): Promise<void>
  /** @wait Check that nothing comes for this long: no byte, no end. Real time on Linux: keep it short. */
  expectSilence(during: Duration): Promise<void>
  /** @look */
  stats(): Promise<TcpStats>
}

export interface TcpListener {
  readonly local: Endpoint
  /** @wait Next connection. */
  accept(options?: Within): Promise<TcpPeer>
  /** @act */
  close(): Promise<void>
  /** @look Connections so far. */
  count(): Promise<number>
}

export interface TcpStats {
  state: TcpState
  bytesIn: number
  bytesOut: number
  unread: number
  unacked: number
  sendWindow: number
  mss: number
  rttMs: number | null
}

export interface UdpPeer {
  readonly local: Endpoint
  /** @act `to` may be omitted after the first `receive`: the datagram then goes to that sender. */
  send(data: Data, to?: Endpoint | [Target, number]): Promise<void>
  /** @wait Next datagram. */
  receive(options?: Within): Promise<Datagram>
  /** @wait Check that none comes. */
  expectSilence(during: Duration): Promise<void>
  /** @act Join or leave a group, on the host's first interface unless one is named; with `source`, only for datagrams from that source. */
  join(group: string, options?: { iface?: string; source?: string }): Promise<void>
  leave(group: string, options?: { iface?: string; source?: string }): Promise<void>
  /** @look All datagrams so far, read or not. */
  received(): Promise<Datagram[]>
  /** @act */
  close(): Promise<void>
}

export interface Datagram {
  data: Uint8Array
  text: string
  from: Endpoint
  to: Endpoint
  iface: string
  ttl: number
  at: Time
  /** Its packet number in the capture; absent if no packet has exactly these bytes, as for fragments. */
  packet?: number
}

export interface RawPeer {
  /** @act Lengths and checksums are filled in unless given. */
  send(packet: PacketSpec): Promise<void>
  /** @wait Next packet seen. */
  receive(options?: Within): Promise<Packet>
  /** @wait */
  expectSilence(during: Duration): Promise<void>
}

export interface HttpRequest {
  method?: string
  url: string
  headers?: Record<string, string>
  body?: Data
  over?: TcpPeer
}

export interface HttpResponse {
  status: number
  headers: Record<string, string>
  rawHeaders: [string, string][]
  body: Uint8Array
  text: string
  at: { connected: Time; firstByte: Time; end: Time }
  connection: TcpPeer
}

export type Generator =
  | { kind: 'syn-flood'; to: Target; port: number; perSecond: number; spoofed?: string }
  | { kind: 'udp-flood'; to: Target; port: number; perSecond: number; payload: Data; spoofed?: string }
  | { kind: 'tcp-clients'; to: Target; port: number; count: number; send: Data; gap?: Duration; readPerSecond?: number }
  | { kind: 'http'; url: string; perSecond: number; timeout?: Duration }

export interface GeneratorHandle {
  /** @act */
  stop(): Promise<void>
  /** @look */
  stats(): Promise<{ started: number; succeeded: number; failed: Record<string, number>; latencyMs: number[] }>
}
