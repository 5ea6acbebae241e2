import { type Namespace, readInformation, TCP_INFO_ROOM } from '#lab/linux/index.ts'
import { type Endpoint, Errno } from '#network'
import { type KernelSockets, LINUX_NUMBERS, NeedsError, namedInformation } from '#packetdrill'
import { encodeAddress, libc, linux } from '#sockets/linux/index.ts'

const OPTION_ROOM = 64
const TCP_CONGESTION = 13
/** Linux's own default; a machine may have another one, which a namespace cannot always change. */
const DEFAULT_CONGESTION = new TextEncoder().encode('cubic')

/** The kernel's own sockets in a namespace, all non-blocking; a close that would block (SO_LINGER) runs on a thread of its own. */
export class LinuxSockets implements KernelSockets {
  readonly #namespace: Namespace
  readonly #families = new Map<number, 4 | 6>()
  /** Results of closing descriptors that linger; null until they are closed. */
  readonly #lingering = new Map<number, number | null>()

  constructor(namespace: Namespace) {
    this.#namespace = namespace
  }

  socket(family: 4 | 6, kind: 'stream' | 'datagram'): number {
    const type = kind === 'stream' ? linux.SOCK_STREAM : linux.SOCK_DGRAM
    const domain = family === 4 ? linux.AF_INET : linux.AF_INET6
    const fd = this.#namespace.inside(() => libc.socket(domain, type | linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC, 0))
    if (fd >= 0) this.#families.set(fd, family)
    if (fd >= 0 && kind === 'stream') libc.setOption(fd, linux.IPPROTO_TCP, TCP_CONGESTION, DEFAULT_CONGESTION)
    return fd
  }

  #encode(fd: number, { address, port }: Endpoint): Uint8Array | null {
    return encodeAddress(this.#families.get(fd)!, address, port)
  }

  bind(fd: number, address: Endpoint): number {
    const encoded = this.#encode(fd, address)
    return encoded === null ? -Errno.EAFNOSUPPORT : libc.bind(fd, encoded)
  }

  connect(fd: number, address: Endpoint): number {
    const encoded = this.#encode(fd, address)
    return encoded === null ? -Errno.EAFNOSUPPORT : libc.connect(fd, encoded)
  }

  listen(fd: number, backlog: number): number {
    return libc.listen(fd, backlog)
  }

  accept(fd: number): number {
    const accepted = libc.accept(fd, linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC)
    if (typeof accepted === 'number') return accepted
    this.#families.set(accepted.fd, this.#families.get(fd)!)
    return accepted.fd
  }

  send(fd: number, bytes: Uint8Array, flags: number, to: Endpoint | null): number {
    const encoded = to === null ? undefined : (this.#encode(fd, to) ?? undefined)
    return libc.send(fd, bytes, flags | linux.MSG_NOSIGNAL, encoded)
  }

  receive(fd: number, most: number, flags: number): Uint8Array | number {
    const room = new Uint8Array(most)
    const length = libc.receive(fd, room, flags)
    return length < 0 ? length : room.subarray(0, length)
  }

  shutdown(fd: number, how: number): number {
    return libc.shutdown(fd, how)
  }

  close(fd: number): number {
    this.#families.delete(fd)
    const outcome = this.#lingering.get(fd)
    if (outcome === undefined) return libc.close(fd)
    if (outcome === null) {
      this.#lingering.set(fd, -Errno.EAGAIN)
      libc.closeAside(fd, (result) => this.#lingering.set(fd, result))
      return -Errno.EAGAIN
    }
    if (outcome !== -Errno.EAGAIN) this.#lingering.delete(fd)
    return outcome
  }

  setOption(fd: number, level: number, option: number, value: Uint8Array): number {
    const result = libc.setOption(fd, level, option, value)
    if (result === 0 && level === linux.SOL_SOCKET && option === linux.SO_LINGER) this.#noteLinger(fd, value)
    return result
  }

  /** struct linger: on or off, and seconds. */
  #noteLinger(fd: number, value: Uint8Array): void {
    const [on, seconds] = new Int32Array(value.slice().buffer)
    if (on !== 0 && seconds !== 0) this.#lingering.set(fd, null)
    else this.#lingering.delete(fd)
  }

  getOption(fd: number, level: number, option: number, room: number): Uint8Array | number {
    return libc.getOptionBytes(fd, level, option, Math.max(room, OPTION_ROOM))
  }

  control(fd: number, request: number): number {
    return libc.queueLength(fd, request)
  }

  poll(fd: number): number {
    const { POLLIN, POLLOUT, POLLPRI, POLLRDHUP } = LINUX_NUMBERS
    return libc.pollNow(fd, POLLIN! | POLLOUT! | POLLPRI! | POLLRDHUP!)
  }

  information(fd: number): Readonly<Record<string, number>> {
    const bytes = libc.getOptionBytes(fd, linux.IPPROTO_TCP, linux.TCP_INFO, TCP_INFO_ROOM)
    if (typeof bytes === 'number') throw new NeedsError('tcp_info of this socket')
    return namedInformation(readInformation(bytes))
  }

  closeAll(): void {
    for (const fd of this.#families.keys()) this.close(fd)
  }
}
