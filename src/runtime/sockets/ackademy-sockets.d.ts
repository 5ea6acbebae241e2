/** What a learner's program imports. README.md beside this file says how it behaves. */
declare module 'ackademy:sockets' {
  export const AF_INET: 2
  export const AF_INET6: 10
  export const SOCK_STREAM: 1
  export const SOCK_DGRAM: 2
  export const SOCK_RAW: 3
  export const IPPROTO_IP: 0
  export const IPPROTO_ICMP: 1
  export const IPPROTO_TCP: 6
  export const IPPROTO_UDP: 17
  export const SOL_SOCKET: 1
  export const SO_REUSEADDR: 2
  export const SO_ERROR: 4
  export const SO_BROADCAST: 6
  export const SO_SNDBUF: 7
  export const SO_RCVBUF: 8
  export const IP_TTL: 2
  export const IP_HDRINCL: 3
  export const IP_MTU_DISCOVER: 10
  export const IP_PMTUDISC_DO: 2
  export const POLLIN: 1
  export const POLLOUT: 4
  export const POLLERR: 8
  export const POLLHUP: 16

  /** `socket(2)`. Throws EPERM for a raw socket without CAP_NET_RAW. */
  export function socket(domain: number, type: number, protocol?: number): Socket

  /**
   * `poll(2)`: resolves with the sockets that are ready, or with none after `timeoutMs` (without it: never). POLLERR and POLLHUP
   * are reported without being asked for.
   */
  export function poll(wanted: readonly Poll[], timeoutMs?: number): Promise<Ready[]>

  export interface Poll {
    socket: Socket
    /** POLLIN, POLLOUT or both. */
    events: number
  }
  export interface Ready {
    socket: Socket
    revents: number
  }

  export interface Socket {
    readonly fd: number
    bind(address: string, port?: number): void
    /** Begins to connect; POLLOUT and `getsockopt(SOL_SOCKET, SO_ERROR)` tell the outcome. */
    connect(address: string, port?: number): void
    listen(backlog: number): void
    /** The next connection, or null when none is waiting. */
    accept(): { socket: Socket; address: string; port: number } | null
    /** Bytes taken; 0 when the send buffer is full. */
    send(bytes: Uint8Array): number
    /** One datagram, or one packet of a raw socket (from the ICMP header on, unless IP_HDRINCL is set). */
    sendto(bytes: Uint8Array, address: string, port?: number): number
    /** What has been received, at most `size` bytes; null when there is nothing. A raw IPv4 socket sees the IP header too. */
    recvfrom(size: number): Received | null
    setsockopt(level: number, option: number, value: number): void
    getsockopt(level: number, option: number): number
    close(): void
  }
  export interface Received {
    /** Of length 0 on a stream: the peer has ended. */
    bytes: Uint8Array
    address: string
    port: number
  }
}
