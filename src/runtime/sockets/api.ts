/**
 * `ackademy:sockets`: the BSD socket calls for learners, as close to the manual pages as JavaScript allows.
 *
 * A descriptor is a number. Sockets never block: a call that would have to wait throws an error with `code: 'EAGAIN'`, and `poll` is how
 * a program waits. Every other failure throws too, with the names Node uses: `code` ('EPERM'), `errno` (-1), `syscall` ('socket').
 * An address is an object, bytes are a Uint8Array; constants have the values and names of Linux's headers.
 */

export interface SocketAddress {
  address: string
  /** Left out where the protocol has none (raw sockets). */
  port?: number
}

/** Bytes received and who sent them. `address` is null where the socket does not say (a connected stream). */
export interface ReceivedMessage {
  bytes: Uint8Array
  from: Required<SocketAddress> | null
}

export interface PollRequest {
  fd: number
  /** POLLIN | POLLOUT | POLLPRI. */
  events: number
}
export interface PollResult extends PollRequest {
  /** What holds now: POLLIN, POLLOUT, POLLERR, POLLHUP, POLLNVAL. */
  revents: number
}

export interface SocketsModule {
  /** socket(2). Returns a descriptor that does not block. */
  socket(domain: number, type: number, protocol?: number): number
  bind(fd: number, to: SocketAddress): void
  /** connect(2). A stream's connection is under way when this throws EINPROGRESS: poll for POLLOUT, then read SO_ERROR. */
  connect(fd: number, to: SocketAddress): void
  listen(fd: number, backlog?: number): void
  accept(fd: number): { fd: number; from: Required<SocketAddress> | null }
  /** send(2). The number of bytes taken. */
  send(fd: number, bytes: Uint8Array | string, flags?: number): number
  /** sendto(2). On a raw socket `bytes` is what follows the IP header, and the kernel writes that header (unless IP_HDRINCL is set). */
  sendto(fd: number, bytes: Uint8Array | string, flags: number, to: SocketAddress): number
  /** recv(2). No bytes is the end of a stream. */
  recv(fd: number, length: number, flags?: number): Uint8Array
  /** recvfrom(2). On a raw IPv4 socket the bytes begin with the IP header (raw(7)). */
  recvfrom(fd: number, length: number, flags?: number): ReceivedMessage
  /** poll(2). Waits for at most `timeoutMs` (-1: for ever) and returns the requests of which something holds. */
  poll(requests: PollRequest[], timeoutMs?: number): Promise<PollResult[]>
  /** `value`: an int, or the bytes of the option's own struct. */
  setsockopt(fd: number, level: number, option: number, value: number | Uint8Array): void
  /** The option as an int; with `length`, that many bytes of its struct. */
  getsockopt(fd: number, level: number, option: number): number
  getsockopt(fd: number, level: number, option: number, length: number): Uint8Array
  getsockname(fd: number): Required<SocketAddress>
  getpeername(fd: number): Required<SocketAddress>
  shutdown(fd: number, how: number): void
  close(fd: number): void
}
