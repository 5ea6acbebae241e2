/**
 * Real sockets of a namespace behind the interface of simulated sockets, so that Lab's peers are the same code on both
 * backends. Opened by a LinuxHost while the thread is in that host's namespace; a socket stays where it was opened.
 */
import { fstatSync } from 'node:fs'
import {
  BindFlag,
  type Endpoint,
  Errno,
  type RawSocket,
  Ready,
  type Received,
  ReceiveFlag,
  type Socket,
  SocketOption,
  type TcpInfo,
  type TcpSocket,
  type TcpState,
  type TcpStats,
  type UdpSocket,
} from '#network'
import { decodeAddress, encodeAddress, type InterfaceNumbers, libc, linux } from '#sockets/linux/index.ts'
import { ancillaryOf } from './ancillary.ts'
import { setGroupOption } from './membership.ts'
import type { Poller } from './poller.ts'
import { getSocketOption, linger, setSocketOption } from './socket-options.ts'
import { NO_CONNECTION, readInformation, readTcpInfo, TCP_INFO_ROOM, waitingConnections } from './tcp-info.ts'

const LARGEST_DATAGRAM = 65_535

abstract class LinuxSocket implements Socket {
  abstract readonly kind: 'tcp' | 'udp' | 'raw'
  readonly family: 4 | 6
  readonly inode: number
  onReadiness: (() => void) | null = null
  protected readonly fd: number
  protected readonly poller: Poller
  /** The namespace's, known to the code that opens the socket. */
  interfaces: InterfaceNumbers = { indexOf: () => undefined, nameOf: () => undefined }
  #closed = false

  constructor(fd: number, family: 4 | 6, poller: Poller) {
    this.fd = fd
    this.family = family
    this.poller = poller
    this.inode = fstatSync(fd).ino
    poller.add(fd, () => this.onReadiness?.())
  }

  readiness(): number {
    const events = libc.pollNow(this.fd, linux.POLLIN | linux.POLLOUT)
    return (
      (events & linux.POLLIN ? Ready.IN : 0) |
      (events & linux.POLLOUT ? Ready.OUT : 0) |
      (events & linux.POLLERR ? Ready.ERR : 0) |
      (events & linux.POLLHUP ? Ready.HUP : 0)
    )
  }

  bind(address: string, port: number, flags = 0): number {
    const encoded = encodeAddress(this.family, address, port, this.interfaces)
    if (!encoded) return -Errno.EAFNOSUPPORT
    if (flags & BindFlag.V6ONLY) libc.setOption(this.fd, linux.IPPROTO_IPV6, linux.IPV6_V6ONLY, 1)
    if (flags & BindFlag.REUSEADDR) libc.setOption(this.fd, linux.SOL_SOCKET, linux.SO_REUSEADDR, 1)
    if (flags & BindFlag.REUSEPORT) libc.setOption(this.fd, linux.SOL_SOCKET, linux.SO_REUSEPORT, 1)
    return libc.bind(this.fd, encoded)
  }

  connect(address: string, port: number): number {
    // AF_UNSPEC dissolves a datagram socket's association (connect(2)).
    const encoded = address === '' ? new Uint8Array(16) : encodeAddress(this.family, address, port, this.interfaces)
    return encoded ? libc.connect(this.fd, encoded) : -Errno.EAFNOSUPPORT
  }

  /** `SendFlag` and `ReceiveFlag` have Linux's own values. */
  send(bytes: Uint8Array, to?: Endpoint, asked = 0): number {
    const flags = asked | linux.MSG_DONTWAIT | linux.MSG_NOSIGNAL
    if (!to) return libc.send(this.fd, bytes, flags)
    const encoded = encodeAddress(this.family, to.address, to.port, this.interfaces)
    return encoded ? libc.send(this.fd, bytes, flags, encoded) : -Errno.EAFNOSUPPORT
  }

  receive(max: number, flags = 0): Received | number {
    const room = new Uint8Array(max)
    if (this.kind === 'tcp') {
      const length = libc.receive(this.fd, room, flags | linux.MSG_DONTWAIT)
      return length < 0 ? length : { bytes: room.subarray(0, length), from: null }
    }
    const received = libc.receiveMessage(this.fd, room, (flags & ReceiveFlag.ERRQUEUE) | linux.MSG_DONTWAIT)
    if (typeof received === 'number') return received
    const from = decodeAddress(received.address, this.interfaces)
    const bytes = room.subarray(0, received.length)
    return received.control.length === 0 ? { bytes, from } : { bytes, from, ancillary: ancillaryOf(received.control) }
  }

  sendSpace(): number {
    const size = libc.getOption(this.fd, linux.SOL_SOCKET, linux.SO_SNDBUF) ?? 0
    return Math.max(0, size - Math.max(0, libc.queueLength(this.fd, linux.SIOCOUTQ)))
  }

  takeError(): number {
    return libc.getOption(this.fd, linux.SOL_SOCKET, linux.SO_ERROR) ?? 0
  }

  localEndpoint(): Endpoint | null {
    return this.#name('own')
  }

  remoteEndpoint(): Endpoint | null {
    return this.#name('peer')
  }

  getOption(option: number): number {
    return getSocketOption(this.fd, this.family, option)
  }

  setOption(option: number, value: number, text = ''): number {
    if (option === SocketOption.BIND_TO_DEVICE)
      return libc.setOption(this.fd, linux.SOL_SOCKET, linux.SO_BINDTODEVICE, new TextEncoder().encode(`${text}\0`))
    return setSocketOption(this.fd, this.family, option, value)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.poller.remove(this.fd)
    libc.close(this.fd)
  }

  #name(whose: 'own' | 'peer'): Endpoint | null {
    const encoded = libc.name(this.fd, whose)
    return typeof encoded === 'number' ? null : decodeAddress(encoded, this.interfaces)
  }
}

export class LinuxTcpSocket extends LinuxSocket implements TcpSocket {
  readonly kind = 'tcp'
  /** Counted here: tcp_info's own counters take the SYN and the FIN for a byte each. */
  #bytesTaken = 0
  #bytesRead = 0

  override send(bytes: Uint8Array, to?: Endpoint, flags = 0): number {
    const taken = super.send(bytes, to, flags)
    if (taken > 0) this.#bytesTaken += taken
    return taken
  }

  override receive(max: number, flags = 0): Received | number {
    const received = super.receive(max, flags)
    if (typeof received !== 'number' && flags === 0) this.#bytesRead += received.bytes.length
    return received
  }

  listen(backlog: number): number {
    return libc.listen(this.fd, backlog)
  }

  accept(): TcpSocket | number {
    const accepted = libc.accept(this.fd, linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC)
    if (typeof accepted === 'number') return accepted
    const socket = new LinuxTcpSocket(accepted.fd, this.family, this.poller)
    socket.interfaces = this.interfaces
    return socket
  }

  shutdown(how: number): number {
    return libc.shutdown(this.fd, how)
  }

  reset(): void {
    libc.setOption(this.fd, linux.SOL_SOCKET, linux.SO_LINGER, linger(true))
    this.close()
  }

  get state(): TcpState {
    return this.stats().state
  }

  stats(): TcpStats {
    return readTcpInfo(this.#info(), {
      taken: this.#bytesTaken,
      read: this.#bytesRead,
      unread: this.receiveQueueLength(),
      unacknowledged: this.sendQueueLength(),
    })
  }

  information(): TcpInfo {
    return readInformation(this.#info())
  }

  atMark(): boolean {
    return libc.queueLength(this.fd, linux.SIOCATMARK) === 1
  }

  #info(): Uint8Array {
    const bytes = libc.getOptionBytes(this.fd, linux.IPPROTO_TCP, linux.TCP_INFO, TCP_INFO_ROOM)
    return typeof bytes === 'number' ? NO_CONNECTION : bytes
  }

  receiveQueueLength(): number {
    const unread = libc.queueLength(this.fd, linux.FIONREAD)
    // A socket that listens has connections waiting, not bytes.
    return unread === -Errno.EINVAL ? waitingConnections(this.#info()) : Math.max(0, unread)
  }

  sendQueueLength(): number {
    return Math.max(0, libc.queueLength(this.fd, linux.SIOCOUTQ))
  }
}

export class LinuxUdpSocket extends LinuxSocket implements UdpSocket {
  readonly kind = 'udp'
  override setOption(option: number, value: number, text = ''): number {
    return setGroupOption(this.fd, option, text, this.interfaces.indexOf) ?? super.setOption(option, value, text)
  }

  override receive(max = LARGEST_DATAGRAM, flags = 0): Received | number {
    return super.receive(max, flags)
  }
}

export class LinuxRawSocket extends LinuxSocket implements RawSocket {
  readonly kind = 'raw'
  readonly protocol: number

  constructor(fd: number, family: 4 | 6, protocol: number, poller: Poller) {
    super(fd, family, poller)
    this.protocol = protocol
  }
}
